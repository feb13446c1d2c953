//===- Server.cpp - The language server for scripts -----------------------===//
#include "lib/LanguageServer/Server.h"

#include "lib/Format/Format.h"
#include "lib/LanguageServer/Completion.h"
#include "lib/LanguageServer/Messages.h"
#include "lib/LanguageServer/ScriptIndex.h"
#include "lib/LanguageServer/Text.h"

#include "mlir/Tools/lsp-server-support/Transport.h"

#include <iostream>
#include <map>
#include <set>

namespace sonde {
namespace {

namespace lsp = mlir::lsp;
namespace json = llvm::json;

class Server {
public:
  Server(KernelView &kernel, const FrontendOptions &options, lsp::MessageHandler &handler)
      : kernel(kernel), options(options) {
    handler.method("initialize", this, &Server::onInitialize);
    handler.notification("initialized", this, &Server::onInitialized);
    handler.method("shutdown", this, &Server::onShutdown);
    handler.notification("textDocument/didOpen", this, &Server::onOpen);
    handler.notification("textDocument/didChange", this, &Server::onChange);
    handler.notification("textDocument/didClose", this, &Server::onClose);
    handler.method("textDocument/hover", this, &Server::onHover);
    handler.method("textDocument/completion", this, &Server::onCompletion);
    handler.method("textDocument/definition", this, &Server::onDefinition);
    handler.method("textDocument/formatting", this, &Server::onFormatting);
    publish = handler.outgoingNotification<lsp::PublishDiagnosticsParams>(
        "textDocument/publishDiagnostics");
  }

  bool wasShutDown() const { return isShutDown; }

private:
  struct Document {
    std::string text;
    int64_t version = 0;
    std::unique_ptr<ScriptIndex> index;
    std::set<std::string> reported; ///< Files that have messages from this script.
  };
  /// A name that a request is about.
  struct Found {
    const ScriptIndex *index;
    const Occurrence *occurrence;
  };

  KernelView &kernel;
  const FrontendOptions &options;
  lsp::OutgoingNotification<lsp::PublishDiagnosticsParams> publish;
  std::map<std::string, Document> documents; ///< By path.
  bool isShutDown = false;

  //===-- Life ------------------------------------------------------------===//
  void onInitialize(const lsp::InitializeParams &, lsp::Callback<json::Value> reply) {
    json::Object completion{{"triggerCharacters", json::Array{".", ">", "$", "@", ":"}}};
    json::Object capabilities{
        {"textDocumentSync",
         json::Object{{"openClose", true}, {"change", int(lsp::TextDocumentSyncKind::Full)}}},
        {"hoverProvider", true},
        {"definitionProvider", true},
        {"documentFormattingProvider", true},
        {"completionProvider", std::move(completion)},
    };
    reply(json::Object{{"serverInfo", json::Object{{"name", "sonde"}}},
                       {"capabilities", std::move(capabilities)}});
  }
  void onInitialized(const lsp::NoParams &) {}
  void onShutdown(const lsp::NoParams &, lsp::Callback<std::nullptr_t> reply) {
    isShutDown = true;
    reply(nullptr);
  }

  //===-- Texts -----------------------------------------------------------===//
  void onOpen(const lsp::DidOpenTextDocumentParams &params) {
    const lsp::TextDocumentItem &item = params.textDocument;
    if (item.uri)
      update(item.uri, item.text, item.version);
  }
  void onChange(const lsp::DidChangeTextDocumentParams &params) {
    auto found = documents.find(params.textDocument.uri.file().str());
    if (found == documents.end() || params.contentChanges.empty())
      return;
    std::string text = found->second.text;
    for (const lsp::TextDocumentContentChangeEvent &change : params.contentChanges) {
      if (!change.range) {
        text = change.text;
        continue;
      }
      uint32_t begin = offsetOf(text, change.range->start);
      uint32_t end = std::max(begin, offsetOf(text, change.range->end));
      text.replace(begin, end - begin, change.text);
    }
    update(params.textDocument.uri, std::move(text), params.textDocument.version);
  }
  void onClose(const lsp::DidCloseTextDocumentParams &params) {
    auto found = documents.find(params.textDocument.uri.file().str());
    if (found == documents.end())
      return;
    for (const std::string &file : found->second.reported)
      report(file, {}, found->second.version);
    documents.erase(found);
  }

  void update(const lsp::URIForFile &uri, std::string text, int64_t version) {
    Document &document = documents[uri.file().str()];
    document.text = text;
    document.version = version;
    document.index =
        std::make_unique<ScriptIndex>(uri.file().str(), std::move(text), kernel, options);
    showDiagnostics(uri.file().str(), document);
  }

  //===-- Messages --------------------------------------------------------===//
  void report(const std::string &file, std::vector<lsp::Diagnostic> diagnostics, int64_t version) {
    llvm::Expected<lsp::URIForFile> uri = lsp::URIForFile::fromFile(file);
    if (!uri)
      return llvm::consumeError(uri.takeError());
    lsp::PublishDiagnosticsParams params(*uri, version);
    params.diagnostics = std::move(diagnostics);
    publish(params);
  }

  /// The path of a source; what is not a file belongs to the script.
  static std::string fileOf(const SourceManager &sources, uint32_t file,
                            const std::string &script) {
    const std::string &name = sources.name(file);
    return !name.empty() && name[0] == '/' ? name : script;
  }

  static lsp::Diagnostic convert(const Diagnostic &message, const SourceManager &sources,
                                 const std::string &script) {
    lsp::Diagnostic out;
    out.source = "sonde";
    out.message = message.message;
    out.severity = message.severity == Severity::Error     ? lsp::DiagnosticSeverity::Error
                   : message.severity == Severity::Warning ? lsp::DiagnosticSeverity::Warning
                                                           : lsp::DiagnosticSeverity::Information;
    if (message.span)
      out.range = rangeOf(sources.text(message.span->file), *message.span);
    std::vector<lsp::DiagnosticRelatedInformation> related;
    for (const Note &note : message.notes) {
      if (!note.span) { // A fact or a fix belongs to the message.
        out.message += "\n" + note.message;
        continue;
      }
      llvm::Expected<lsp::URIForFile> uri =
          lsp::URIForFile::fromFile(fileOf(sources, note.span->file, script));
      if (uri)
        related.emplace_back(
            lsp::Location(*uri, rangeOf(sources.text(note.span->file), *note.span)), note.message);
      else
        llvm::consumeError(uri.takeError());
    }
    if (!related.empty())
      out.relatedInformation = std::move(related);
    return out;
  }

  /// Messages about the script and about what it imports, each in its file. A file
  /// that has none any more is cleared.
  void showDiagnostics(const std::string &path, Document &document) {
    std::map<std::string, std::vector<lsp::Diagnostic>> byFile;
    byFile[path];
    for (const std::string &file : document.reported)
      byFile[file];
    const SourceManager &sources = document.index->sources();
    for (const Diagnostic &message : document.index->diagnostics())
      byFile[message.span ? fileOf(sources, message.span->file, path) : path].push_back(
          convert(message, sources, path));
    document.reported.clear();
    for (auto &[file, messages] : byFile) {
      if (!messages.empty())
        document.reported.insert(file);
      report(file, std::move(messages), document.version);
    }
  }

  //===-- Questions -------------------------------------------------------===//
  std::optional<Found> find(const lsp::TextDocumentPositionParams &params) {
    auto found = documents.find(params.textDocument.uri.file().str());
    if (found == documents.end())
      return std::nullopt;
    const Document &document = found->second;
    const Occurrence *occurrence = document.index->at(offsetOf(document.text, params.position));
    if (!occurrence)
      return std::nullopt;
    return Found{document.index.get(), occurrence};
  }

  void onHover(const lsp::TextDocumentPositionParams &params, lsp::Callback<json::Value> reply) {
    std::optional<Found> found = find(params);
    if (!found)
      return reply(nullptr);
    const Occurrence &name = *found->occurrence;
    lsp::Hover hover(rangeOf(found->index->sources().text(name.span.file), name.span));
    hover.contents.kind = lsp::MarkupKind::Markdown;
    hover.contents.value = "```bt\n" + name.description + "\n```";
    if (!name.meaning.empty())
      hover.contents.value += "\n" + name.meaning;
    reply(toJSON(hover));
  }

  void onDefinition(const lsp::TextDocumentPositionParams &params,
                    lsp::Callback<json::Value> reply) {
    std::optional<Found> found = find(params);
    if (!found || !found->occurrence->definition)
      return reply(nullptr);
    Span span = *found->occurrence->definition;
    const SourceManager &sources = found->index->sources();
    std::string file = fileOf(sources, span.file, params.textDocument.uri.file().str());
    llvm::Expected<lsp::URIForFile> uri = lsp::URIForFile::fromFile(file);
    if (!uri)
      return reply(uri.takeError());
    reply(toJSON(lsp::Location(*uri, rangeOf(sources.text(span.file), span))));
  }

  static lsp::CompletionItemKind kindOf(Proposal::Kind kind) {
    switch (kind) {
    case Proposal::Kind::Keyword:
      return lsp::CompletionItemKind::Keyword;
    case Proposal::Kind::Function:
      return lsp::CompletionItemKind::Function;
    case Proposal::Kind::Value:
      return lsp::CompletionItemKind::Constant;
    case Proposal::Kind::Variable:
    case Proposal::Kind::Map:
      return lsp::CompletionItemKind::Variable;
    case Proposal::Kind::Member:
      return lsp::CompletionItemKind::Field;
    case Proposal::Kind::Probe:
      return lsp::CompletionItemKind::Event;
    case Proposal::Kind::Setting:
      return lsp::CompletionItemKind::Property;
    }
    return lsp::CompletionItemKind::Text;
  }

  void onCompletion(const lsp::CompletionParams &params, lsp::Callback<json::Value> reply) {
    const std::string path = params.textDocument.uri.file().str();
    auto found = documents.find(path);
    if (found == documents.end())
      return reply(nullptr);
    const std::string &text = found->second.text;
    uint32_t offset = offsetOf(text, params.position);
    Proposals proposals = complete(path, text, offset, kernel, options);
    lsp::CompletionList list;
    list.isIncomplete = proposals.isPartial;
    lsp::Range range = rangeOf(text, Span{0, proposals.begin, offset});
    for (Proposal &proposal : proposals.items) {
      lsp::CompletionItem item(proposal.text, kindOf(proposal.kind));
      item.detail = std::move(proposal.detail);
      item.filterText = item.label;
      item.textEdit = lsp::TextEdit{range, item.label};
      list.items.push_back(std::move(item));
    }
    reply(toJSON(list));
  }

  void onFormatting(const lsp::DocumentSymbolParams &params, lsp::Callback<json::Value> reply) {
    auto found = documents.find(params.textDocument.uri.file().str());
    if (found == documents.end())
      return reply(nullptr);
    const std::string &text = found->second.text;
    SourceManager sources;
    DiagnosticEngine diagnostics(sources);
    uint32_t file = sources.add(found->first, text);
    std::optional<std::string> formatted = formatScript(file, diagnostics);
    if (!formatted || *formatted == text)
      return reply(json::Array{});
    Span all{0, 0, uint32_t(text.size())};
    reply(json::Array{toJSON(lsp::TextEdit{rangeOf(text, all), *formatted})});
  }
};

} // namespace

bool runLanguageServer(KernelView &kernel, const FrontendOptions &options) {
  lsp::JSONTransport transport(stdin, llvm::outs());
  lsp::MessageHandler handler(transport);
  Server server(kernel, options, handler);
  serveMessages(std::cin, transport, handler);
  return server.wasShutDown();
}

} // namespace sonde
