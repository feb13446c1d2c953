//===- Sources.cpp - The script's text in the debug information -----------===//
//
// MLIR 19's file attribute has no text. LLVM would read the file itself, which
// fails for a script from the command line or from standard input.
//
//===----------------------------------------------------------------------===//
#include "dialect/BPF/Translation/Translation.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Module.h"

namespace sonde::bpf {
namespace {

class SourceWriter {
public:
  explicit SourceWriter(mlir::DictionaryAttr texts) : texts(texts) {}

  void rewrite(llvm::MDNode *node) {
    for (unsigned i = 0; i < node->getNumOperands(); ++i)
      if (auto *file = llvm::dyn_cast_or_null<llvm::DIFile>(node->getOperand(i)))
        if (llvm::DIFile *replacement = withText(file); replacement != file)
          node->replaceOperandWith(i, replacement);
  }

private:
  mlir::DictionaryAttr texts;
  llvm::DenseMap<llvm::DIFile *, llvm::DIFile *> replaced;

  llvm::DIFile *withText(llvm::DIFile *file) {
    llvm::DIFile *&replacement = replaced[file];
    if (replacement)
      return replacement;
    replacement = file;
    if (auto text = texts.getAs<mlir::StringAttr>(file->getFilename()))
      replacement = llvm::DIFile::get(file->getContext(), file->getFilename(), file->getDirectory(),
                                      std::nullopt, text.getValue());
    return replacement;
  }
};

} // namespace

void attachSources(mlir::ModuleOp from, llvm::Module &to) {
  auto texts = from->getAttrOfType<mlir::DictionaryAttr>("bpf.sources");
  if (!texts)
    return;
  llvm::DebugInfoFinder finder;
  finder.processModule(to);
  SourceWriter writer(texts);
  for (llvm::DICompileUnit *unit : finder.compile_units())
    writer.rewrite(unit);
  for (llvm::DISubprogram *program : finder.subprograms())
    writer.rewrite(program);
  for (llvm::DIScope *scope : finder.scopes())
    if (llvm::isa<llvm::DILexicalBlockBase>(scope))
      writer.rewrite(scope);
}

} // namespace sonde::bpf
