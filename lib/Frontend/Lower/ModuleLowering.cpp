//===- ModuleLowering.cpp - The symbols of the module ---------------------===//
#include "lib/Frontend/Lower/ModuleLowering.h"

#include "lib/Artifact/Artifact.h"
#include "lib/Frontend/Lower/ProbeLowering.h"
#include "lib/Frontend/TypeRules.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

#include <algorithm>

namespace sonde {

std::string mapSymbolName(const std::string &name) { return name == "@" ? "__" : name.substr(1); }

mlir::OwningOpRef<mlir::ModuleOp> lower(const Program &program, mlir::MLIRContext &context,
                                        const LowerOptions &options, const SourceManager &sources) {
  context
      .loadDialect<tr::TracingDialect, mlir::arith::ArithDialect, mlir::cf::ControlFlowDialect>();
  return ModuleLowering(program, context, options, sources).run();
}

/// Names that are spoken for: those of maps and C functions.
static std::set<std::string> takenNames(const Program &program) {
  std::set<std::string> names;
  for (const std::unique_ptr<MapSymbol> &map : program.maps)
    names.insert(mapSymbolName(map->name));
  for (const CUnit &import : program.imports)
    for (const CFunction &function : import.functions)
      names.insert(function.name);
  return names;
}

ModuleLowering::ModuleLowering(const Program &program, mlir::MLIRContext &context,
                               const LowerOptions &options, const SourceManager &sources)
    : program(program), options(options), types(&context, takenNames(program)), context(&context),
      sources(sources), builder(&context) {}

mlir::Location ModuleLowering::loc(Span span) const {
  LineColumn at = sources.position(span.file, span.begin);
  auto place = mlir::FileLineColLoc::get(context, sources.name(span.file), at.line, at.column);
  if (!span.expansion)
    return place;
  const Expansion &expansion = sources.expansion(span.expansion);
  return mlir::CallSiteLoc::get(place, namedLoc(expansion.macro, expansion.call));
}

mlir::Location ModuleLowering::namedLoc(const std::string &name, Span span) const {
  return mlir::NameLoc::get(mlir::StringAttr::get(context, name), loc(span));
}

mlir::OwningOpRef<mlir::ModuleOp> ModuleLowering::run() {
  mlir::Location start = loc({program.file, 0, 0});
  module = mlir::ModuleOp::create(start);
  builder.setInsertionPointToEnd(module->getBody());
  symbols.emplace(*module);
  createConfig();
  createMaps();
  createParams();
  createFunctions();
  for (const std::unique_ptr<FunctionSymbol> &function : program.functions)
    declareFunction(*function);
  for (const std::unique_ptr<FunctionSymbol> &function : program.functions) {
    tr::FuncOp op = functions.at(function.get());
    currentProbe = op;
    ProbeLowering(*this, function->unit, op.getBody()).run();
  }
  for (size_t i = 0; i < program.probes.size(); ++i)
    createProbe(*program.probes[i], i);
  builder.setInsertionPointToStart(module->getBody());
  types.createStructs(builder, start, options.relocatable);
  types.createEnums(builder, start);
  if (!texts.empty())
    (*module)->setAttr("tracing.texts", builder.getStrArrayAttr(llvm::SmallVector<llvm::StringRef>(
                                            texts.begin(), texts.end())));
  return std::move(module);
}

void ModuleLowering::createConfig() {
  mlir::NamedAttrList values;
  for (const auto &[key, value] : program.config.explicitValues()) {
    if (const auto *number = std::get_if<uint64_t>(&value))
      values.set(key, builder.getI64IntegerAttr(*number));
    else
      values.set(key, builder.getStringAttr(std::get<std::string>(value)));
  }
  if (!values.empty())
    (*module)->setAttr("tracing.config",
                       tr::ConfigAttr::get(context, values.getDictionary(context)));
}

void ModuleLowering::createMaps() {
  for (const std::unique_ptr<MapSymbol> &map : program.maps) {
    if (!map->isKeyed)
      continue; // Declared, but never used.
    mlir::Type key = *map->isKeyed ? types.layout(map->key) : builder.getNoneType();
    mlir::IntegerAttr size;
    mlir::StringAttr kind;
    if (map->declaration) {
      size = builder.getI64IntegerAttr(map->declaration->maxEntries);
      kind = builder.getStringAttr(map->declaration->storage);
    }
    symbols->insert(
        builder.create<tr::MapOp>(namedLoc(map->name, map->firstUse), mapSymbolName(map->name), key,
                                  types.layout(map->value), size, kind, tr::StorageAttr()));
    builder.setInsertionPointToEnd(module->getBody());
  }
}

void ModuleLowering::createParams() {
  for (const ParamUse &use : program.params) {
    bool isPositional = use.name[0] == '$';
    mlir::Attribute value = builder.getI64IntegerAttr(use.number);
    if (use.isText)
      value = builder.getStringAttr(llvm::StringRef(use.text).take_front(use.type.count() - 1));
    std::string symbol = isPositional ? "param_" + use.name.substr(1) + (use.isText ? "_text" : "")
                                      : "option_" + use.name;
    mlir::StringAttr description;
    if (!use.description.empty())
      description = builder.getStringAttr(use.description);
    auto param =
        builder.create<tr::ParamOp>(loc(use.span), symbol, use.name, types.layout(use.type), value,
                                    description, /*known=*/false);
    symbols->insert(param); // Under another name where a map has this one.
    params[{use.name, use.isText}] = mlir::FlatSymbolRefAttr::get(param);
    builder.setInsertionPointToEnd(module->getBody());
  }
}

mlir::FlatSymbolRefAttr ModuleLowering::runtimeParam(const std::string &symbol,
                                                     const std::string &name, Span where) {
  mlir::FlatSymbolRefAttr &known = runtimeParams[name];
  if (known)
    return known;
  mlir::OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(currentProbe);
  auto param = builder.create<tr::ParamOp>(
      loc(where), symbol, name, types.layout(Type::integer(64, false)),
      builder.getI64IntegerAttr(0), /*description=*/mlir::StringAttr(), /*known=*/false);
  symbols->insert(param);
  return known = mlir::FlatSymbolRefAttr::get(param);
}

mlir::FlatSymbolRefAttr ModuleLowering::startTime(Span where) {
  return runtimeParam("start_time", Artifact::kStartTimeParam, where);
}
mlir::FlatSymbolRefAttr ModuleLowering::taiOffset(Span where) {
  return runtimeParam("tai_offset", Artifact::kTaiOffsetParam, where);
}
mlir::FlatSymbolRefAttr ModuleLowering::kernelAddress(const std::string &name, Span where) {
  return runtimeParam("address_of_" + name, Artifact::kAddressPrefix + name, where);
}

uint32_t ModuleLowering::textNumber(const std::string &text) {
  auto found = std::find(texts.begin(), texts.end(), text);
  if (found == texts.end())
    found = texts.insert(found, text);
  return static_cast<uint32_t>(found - texts.begin()) + 1;
}

void ModuleLowering::createFunctions() {
  for (const CUnit &import : program.imports) {
    for (const CFunction &function : import.functions) {
      auto scalar = [](const Type &type) {
        return type.isIntegral() || type.is(TypeKind::Bool) || type.is(TypeKind::Pointer);
      };
      llvm::SmallVector<mlir::Type> inputs, results;
      bool callable = scalar(function.result) || function.result.is(TypeKind::Void);
      for (const CFunction::Parameter &parameter : function.parameters)
        callable &= scalar(parameter.type);
      if (!callable || symbols->lookup(function.name))
        continue;
      // C passes an enumeration as the integer that it is.
      auto passed = [&](const Type &type) {
        return types.layout(type.is(TypeKind::Enum) ? asInteger(type) : type);
      };
      for (const CFunction::Parameter &parameter : function.parameters)
        inputs.push_back(passed(parameter.type));
      if (!function.result.is(TypeKind::Void))
        results.push_back(passed(function.result));
      mlir::Location where = mlir::FileLineColLoc::get(context, import.path, function.line, 1);
      symbols->insert(builder.create<tr::CFuncOp>(
          where, function.name, builder.getFunctionType(inputs, results), /*pure=*/false));
      builder.setInsertionPointToEnd(module->getBody());
    }
  }
}

mlir::FlatSymbolRefAttr ModuleLowering::mapRef(const MapSymbol &map) {
  return mlir::FlatSymbolRefAttr::get(context, mapSymbolName(map.name));
}
mlir::FlatSymbolRefAttr ModuleLowering::paramRef(const ast::Param &param) {
  std::string name = param.option.empty() ? "$" + std::to_string(param.index) : param.option;
  return params.at({name, param.isText});
}
mlir::FlatSymbolRefAttr ModuleLowering::functionRef(const CFunction &function) {
  return mlir::FlatSymbolRefAttr::get(context, function.name);
}

tr::EventOp ModuleLowering::createEvent(tr::EventKind kind, Span where,
                                        llvm::ArrayRef<mlir::Type> fields, mlir::StringAttr format,
                                        mlir::FlatSymbolRefAttr map) {
  mlir::OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(currentProbe);
  auto event = builder.create<tr::EventOp>(
      loc(where), tr::stringifyEventKind(kind), kind, format, builder.getTypeArrayAttr(fields), map,
      mlir::IntegerAttr(), mlir::IntegerAttr(), mlir::IntegerAttr(), tr::LayoutAttr());
  symbols->insert(event); // Numbers it when there is another of the kind.
  return event;
}

//===-- Functions ---------------------------------------------------------===//

mlir::FlatSymbolRefAttr ModuleLowering::functionRef(const FunctionSymbol &function) {
  return mlir::FlatSymbolRefAttr::get(functions.at(&function).getSymNameAttr());
}

/// Without its body, which may call functions that come later.
mlir::Type ModuleLowering::resultOf(const FunctionSymbol &function) {
  mlir::Type value =
      function.result.is(TypeKind::Void) ? mlir::Type() : types.value(function.result);
  if (!function.mayExit)
    return value;
  mlir::Type flag = builder.getI1Type();
  return value ? tr::RecordType::get(context, {}, {flag, value}) : flag;
}

void ModuleLowering::declareFunction(const FunctionSymbol &function) {
  mlir::Location where = loc(function.span);
  llvm::SmallVector<mlir::Type> inputs;
  for (const VariableSymbol *parameter : function.parameters)
    inputs.push_back(types.value(parameter->type));
  mlir::Type result = resultOf(function);
  auto op = builder.create<tr::FuncOp>(
      where, function.name,
      builder.getFunctionType(inputs, result ? mlir::TypeRange(result) : mlir::TypeRange()));
  symbols->insert(op);
  builder.setInsertionPointToEnd(module->getBody());
  mlir::Block &entry = op.getBody().emplaceBlock();
  for (const VariableSymbol *parameter : function.parameters)
    entry.addArgument(types.value(parameter->type), namedLoc(parameter->name, parameter->declared));
  functions[&function] = op;
}

//===-- Probes ------------------------------------------------------------===//

static tr::AttachKind attachKind(ProbeKind kind) {
  switch (kind) {
  case ProbeKind::Begin:
    return tr::AttachKind::Begin;
  case ProbeKind::End:
    return tr::AttachKind::End;
  case ProbeKind::Tracepoint:
    return tr::AttachKind::Tracepoint;
  case ProbeKind::RawTracepoint:
    return tr::AttachKind::RawTracepoint;
  case ProbeKind::Kprobe:
    return tr::AttachKind::Kprobe;
  case ProbeKind::Kretprobe:
    return tr::AttachKind::Kretprobe;
  case ProbeKind::Uprobe:
    return tr::AttachKind::Uprobe;
  case ProbeKind::Uretprobe:
    return tr::AttachKind::Uretprobe;
  case ProbeKind::Fentry:
    return tr::AttachKind::Fentry;
  case ProbeKind::Fexit:
    return tr::AttachKind::Fexit;
  case ProbeKind::Profile:
    return tr::AttachKind::Profile;
  default:
    return tr::AttachKind::Interval;
  }
}

tr::AttachAttr ModuleLowering::attachAttr(const AttachPoint &point) {
  mlir::NamedAttrList options;
  auto setText = [&](llvm::StringRef name, const std::string &text) {
    if (!text.empty())
      options.set(name, builder.getStringAttr(text));
  };
  switch (point.kind) {
  case ProbeKind::Tracepoint:
  case ProbeKind::RawTracepoint:
    setText("event", point.function);
    if (point.hasRaw)
      options.set("raw", builder.getUnitAttr());
    break;
  case ProbeKind::Kprobe:
  case ProbeKind::Kretprobe:
  case ProbeKind::Fentry:
  case ProbeKind::Fexit:
    setText("function", point.function);
    setText("module", point.target == "vmlinux" ? "" : point.target);
    break;
  case ProbeKind::Uprobe:
  case ProbeKind::Uretprobe:
    setText("function", point.function);
    setText("path", point.target);
    break;
  case ProbeKind::Profile:
  case ProbeKind::Interval:
    setText("unit", point.unit);
    options.set("value", builder.getI64IntegerAttr(point.value));
    break;
  default:
    break;
  }
  if (point.offset)
    options.set("offset", builder.getI64IntegerAttr(point.offset));
  setText("name", point.userName);
  mlir::DictionaryAttr dictionary =
      options.empty() ? mlir::DictionaryAttr() : options.getDictionary(context);
  return tr::AttachAttr::get(context, attachKind(point.kind),
                             builder.getStringAttr(point.targetText()), dictionary);
}

/// The fields of the context, where the probe looks at them: all of them, because
/// passes choose another way to attach by what is read.
void ModuleLowering::createContext(const CodeUnit &unit, mlir::Location where) {
  const ProbeContext &probe = unit.context;
  bool inRegisters = probe.kind == ProbeKind::Uprobe;
  if (!probe.args || inRegisters || symbols->lookup(probe.structName))
    return;
  bool slots = probe.kind != ProbeKind::Tracepoint;
  uint64_t size = probe.args.size();
  llvm::SmallVector<mlir::Attribute> members;
  const auto &fields = probe.args.definition()->members;
  auto add = [&](const std::string &name, const Type &type, uint64_t offset, int raw) {
    mlir::Type layout = types.layout(type);
    // Arguments of these probes are pointers whose types the verifier knows.
    if (slots && type.is(TypeKind::Pointer) && type.element().is(TypeKind::Struct))
      layout = tr::PtrType::get(context, types.pointee(type.element()), tr::AddrSpace::Btf);
    members.push_back(
        tr::MemberAttr::get(context, builder.getStringAttr(name), layout, offset, 0, 0, raw));
  };
  auto rawArgument = [&](size_t i) {
    if (probe.kind == ProbeKind::RawTracepoint)
      return static_cast<int>(fields[i].offset / 8);
    return probe.rawArgs.empty() ? -1 : probe.rawArgs[i];
  };
  for (size_t i = 0; i < fields.size(); ++i) {
    const StructMember &field = fields[i];
    if (field.name.empty() || field.bitSize)
      continue;
    if (field.isDataLoc) // The word that says where the data is.
      add(field.name, Type::integer(32, false), field.offset, -1);
    else if (field.type && field.type.size() && !field.type.is(TypeKind::Struct))
      add(field.name, field.type, field.offset, rawArgument(i));
  }
  if (probe.retval && probe.retval.size()) {
    add("return", probe.retval, size, -1);
    size += 8;
  }
  symbols->insert(builder.create<tr::StructOp>(where, probe.structName, size, /*is_union=*/false,
                                               /*relocate=*/false, builder.getArrayAttr(members)));
  builder.setInsertionPointToEnd(module->getBody());
}

void ModuleLowering::createProbe(const CodeUnit &unit, unsigned number) {
  mlir::Location where = loc(unit.span);
  createContext(unit, where);
  llvm::SmallVector<mlir::Attribute> attach;
  for (const AttachPoint &point : unit.attach)
    attach.push_back(attachAttr(point));
  auto probe = builder.create<tr::ProbeOp>(where, "probe_" + std::to_string(number),
                                           builder.getArrayAttr(attach));
  symbols->insert(probe);
  currentProbe = probe;
  builder.setInsertionPointToEnd(module->getBody());
  auto structure = tr::StructType::get(context, unit.context.structName);
  mlir::Block &entry = probe.getBody().emplaceBlock();
  entry.addArgument(tr::PtrType::get(context, structure, tr::AddrSpace::Ctx), where);
  ProbeLowering(*this, unit, probe.getBody()).run();
}

} // namespace sonde
