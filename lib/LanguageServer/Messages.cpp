//===- Messages.cpp - What an editor sends --------------------------------===//
#include "lib/LanguageServer/Messages.h"

#include "mlir/Tools/lsp-server-support/Transport.h"

namespace sonde {
namespace {

namespace lsp = mlir::lsp;
namespace json = llvm::json;

/// No script is larger: a header that says so is wrong.
constexpr uint64_t kMostBytes = uint64_t{64} << 20;

class Messages {
public:
  Messages(std::istream &in, lsp::JSONTransport &transport, lsp::MessageHandler &handler)
      : in(in), transport(transport), handler(handler) {}

  void serve() {
    std::string body;
    while (read(body) && handle(body))
      continue;
  }

private:
  std::istream &in;
  lsp::JSONTransport &transport;
  lsp::MessageHandler &handler;

  bool read(std::string &body);
  bool handle(const std::string &body);
  void refuse(lsp::ErrorCode code, std::string why, json::Value id = nullptr) {
    transport.reply(std::move(id), llvm::make_error<lsp::LSPError>(std::move(why), code));
  }
};

/// The length that a line of a header says, or 0. It is looked for behind other text,
/// too: what is left of a message that could not be read has no line of its own.
uint64_t lengthIn(llvm::StringRef line) {
  constexpr llvm::StringLiteral kName = "Content-Length:";
  size_t at = line.rfind_insensitive(kName);
  uint64_t length = 0;
  if (at == llvm::StringRef::npos ||
      line.substr(at + kName.size()).trim().getAsInteger(10, length) || length > kMostBytes)
    return 0;
  return length;
}

/// LLVM's reader of JSON calls itself for each bracket: of too many our stack would
/// end. No message of the protocol comes near.
bool isNestedTooDeep(llvm::StringRef text) {
  constexpr unsigned kMost = 1000;
  unsigned depth = 0;
  bool inString = false;
  for (size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '"')
      inString = !inString;
    else if (inString && c == '\\')
      ++at;
    else if (!inString && (c == '[' || c == '{') && ++depth > kMost)
      return true;
    else if (!inString && (c == ']' || c == '}') && depth)
      --depth;
  }
  return false;
}

/// The next message; false at the end of the input.
bool Messages::read(std::string &body) {
  uint64_t length = 0;
  bool hasText = false;
  for (std::string line; std::getline(in, line);) {
    llvm::StringRef text = llvm::StringRef(line).trim();
    if (!text.empty()) {
      hasText = true;
      if (uint64_t said = lengthIn(text))
        length = said;
      continue;
    }
    if (length) {
      body.resize(length);
      return bool(in.read(body.data(), static_cast<std::streamsize>(length)));
    }
    if (hasText)
      refuse(lsp::ErrorCode::ParseError,
             "a message begins with a line 'Content-Length: N', with N from 1 to " +
                 std::to_string(kMostBytes));
    hasText = false;
  }
  return false;
}

/// False when it is the last one.
bool Messages::handle(const std::string &body) {
  if (isNestedTooDeep(body)) {
    refuse(lsp::ErrorCode::ParseError, "this message is nested too deep");
    return true;
  }
  llvm::Expected<json::Value> message = json::parse(body);
  if (!message) {
    refuse(lsp::ErrorCode::ParseError,
           "this message is not JSON: " + llvm::toString(message.takeError()));
    return true;
  }
  json::Object *object = message->getAsObject();
  json::Value *id = object ? object->get("id") : nullptr;
  auto refuseRequest = [&](const char *why) {
    refuse(lsp::ErrorCode::InvalidRequest, why, id ? *id : nullptr);
    return true;
  };
  if (!object || object->getString("jsonrpc") != llvm::StringRef("2.0"))
    return refuseRequest("a message is an object with \"jsonrpc\": \"2.0\"");
  std::optional<llvm::StringRef> method = object->getString("method");
  if (!method) {
    bool isAnswer = !object->get("method") && (object->get("result") || object->get("error"));
    return isAnswer || refuseRequest("a request has a \"method\", which is a string");
  }
  json::Value *given = object->get("params");
  json::Value params = given ? std::move(*given) : nullptr;
  return id ? handler.onCall(*method, std::move(params), *id)
            : handler.onNotify(*method, std::move(params));
}

} // namespace

void serveMessages(std::istream &in, lsp::JSONTransport &transport, lsp::MessageHandler &handler) {
  Messages(in, transport, handler).serve();
}

} // namespace sonde
