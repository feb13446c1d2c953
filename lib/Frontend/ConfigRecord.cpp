//===- ConfigRecord.cpp - A script reads its settings ---------------------===//
#include "lib/Frontend/ConfigRecord.h"

#include "lib/Frontend/AstWalk.h"

namespace sonde {

using namespace ast;

namespace {

constexpr const char *kFlags[] = {"cpp_demangle", "lazy_symbolication", "print_maps_on_exit",
                                  "use_blazesym", "show_debug_info"};
constexpr const char *kNumbers[] = {"log_size",       "max_bpf_progs", "max_cat_bytes",
                                    "max_map_keys",   "max_probes",    "max_strlen",
                                    "on_stack_limit", "perf_rb_pages"};
constexpr const char *kTexts[] = {"str_trunc_trailer",  "unstable_import_statement",
                                  "unstable_tseries",   "unstable_typeinfo",
                                  "unstable_dw_ustack", "missing_probes",
                                  "stack_mode",         "license"};

ExprPtr recordOf(const Config &config, Span where) {
  auto record = std::make_unique<Record>(where);
  for (const char *key : kFlags)
    record->elements.push_back(
        {key, std::make_unique<BoolLiteral>(where, config.number(key) != 0)});
  for (const char *key : kNumbers)
    record->elements.push_back(
        {key, std::make_unique<IntLiteral>(where, Integer(config.number(key)))});
  for (const char *key : kTexts)
    record->elements.push_back({key, std::make_unique<StringLiteral>(where, config.text(key))});
  return record;
}

bool isConfig(const Expr &expr) {
  if (const auto *name = as<Name>(&expr))
    return name->name == "config";
  const auto *call = as<Call>(&expr);
  return call && call->callee == "config" && call->args.empty();
}

} // namespace

void insertConfigRecords(Program &program) {
  forEachExpr(program.tree, [&](ExprPtr &expr) {
    if (isConfig(*expr))
      expr = recordOf(program.config, expr->span);
  });
}

} // namespace sonde
