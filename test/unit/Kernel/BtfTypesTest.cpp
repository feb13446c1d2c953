//===- BtfTypesTest.cpp - BTF as types of the script language -------------===//
#include "lib/Kernel/BtfTypes.h"
#include "lib/Kernel/BtfWriter.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

using Encoding = BtfWriter::Encoding;

std::unique_ptr<BtfTypes> typesOf(const BtfWriter &writer) {
  auto image = BtfImage::fromBytes(writer.bytes());
  EXPECT_TRUE(image);
  auto btf = Btf::read(*image);
  EXPECT_TRUE(btf) << btf.error().message;
  return std::make_unique<BtfTypes>(*btf);
}

/// A writer with the types that the tests below build on.
struct Fixture : BtfWriter {
  uint32_t i = integer("int", 4, Encoding::Signed);
  uint32_t u64 = integer("long unsigned int", 8, Encoding::None);
  uint32_t chr = integer("char", 1, Encoding::None);
  uint32_t boolean = integer("_Bool", 1, Encoding::Bool);

  /// `struct s { T m; }`
  void wrap(uint32_t type, uint32_t size = 8) {
    structure(BtfKind::Struct, "s", size, {{"m", type, 0, 0}});
  }
  uint32_t pointer(uint32_t to) { return reference(BtfKind::Ptr, "", to); }
};

StructMember memberOf(const BtfWriter &writer, const std::string &name = "m") {
  auto types = typesOf(writer);
  Result<Type> type = types->structure("s", false);
  EXPECT_TRUE(type) << type.error().message;
  std::optional<StructMember> member = type->definition()->find(name);
  EXPECT_TRUE(member);
  return member.value_or(StructMember());
}

TEST(BtfTypesTest, MembersOfEveryKind) {
  struct Case {
    const char *name;
    uint32_t (*build)(Fixture &);
    const char *type;
  };
  const Case cases[] = {
      {"int", [](Fixture &f) { return f.i; }, "int32"},
      {"unsigned", [](Fixture &f) { return f.u64; }, "uint64"},
      {"_Bool", [](Fixture &f) { return f.boolean; }, "bool"},
      {"modifiers",
       [](Fixture &f) {
         uint32_t t = f.reference(BtfKind::Typedef, "number", f.i);
         t = f.reference(BtfKind::Const, "", t);
         return f.reference(BtfKind::Volatile, "", t);
       },
       "int32"},
      {"char array", [](Fixture &f) { return f.array(f.chr, 16, f.i); }, "string[16]"},
      {"flexible char array", [](Fixture &f) { return f.array(f.chr, 0, f.i); }, "string"},
      {"const char array",
       [](Fixture &f) { return f.array(f.reference(BtfKind::Const, "", f.chr), 4, f.i); },
       "string[4]"},
      {"array of strings", [](Fixture &f) { return f.array(f.array(f.chr, 16, f.i), 3, f.i); },
       "string[16][3]"},
      {"bool array", [](Fixture &f) { return f.array(f.boolean, 2, f.i); }, "bool[2]"},
      {"array", [](Fixture &f) { return f.array(f.i, 5, f.i); }, "int32[5]"},
      {"flexible array", [](Fixture &f) { return f.array(f.i, 0, f.i); }, "int32[0]"},
      {"pointer", [](Fixture &f) { return f.pointer(f.i); }, "int32 *"},
      {"void pointer", [](Fixture &f) { return f.pointer(0); }, "void *"},
      {"function pointer", [](Fixture &f) { return f.pointer(f.prototype(f.i, {})); }, "void *"},
      {"typedef of a function pointer",
       [](Fixture &f) {
         return f.reference(BtfKind::Typedef, "callback", f.pointer(f.prototype(0, {})));
       },
       "void *"},
      {"pointer to a declared struct",
       [](Fixture &f) { return f.pointer(f.forward("later", false)); }, "struct later *"},
      {"pointer to a declared union",
       [](Fixture &f) { return f.pointer(f.forward("later", true)); }, "union later *"},
      {"enum", [](Fixture &f) { return f.enumeration(BtfKind::Enum, "e", 4, false, {{"A", 1}}); },
       "enum e"},
      {"unnamed enum",
       [](Fixture &f) { return f.enumeration(BtfKind::Enum, "", 4, false, {{"A", 1}}); }, "uint32"},
      {"float", [](Fixture &f) { return f.floating("double", 8); }, "none"},
      {"128 bits", [](Fixture &f) { return f.integer("__int128", 16, Encoding::Signed); }, "none"},
      {"nested struct",
       [](Fixture &f) { return f.structure(BtfKind::Struct, "in", 4, {{"x", f.i, 0, 0}}); },
       "struct in"},
      {"unnamed struct",
       [](Fixture &f) {
         return f.structure(BtfKind::Struct, "", 16, {{"x", f.i, 0, 0}, {"y", f.u64, 64, 0}});
       },
       "struct {int32,uint64}"},
  };
  for (const Case &c : cases) {
    Fixture fixture;
    fixture.wrap(c.build(fixture), 64);
    EXPECT_EQ(memberOf(fixture).type.str(), c.type) << c.name;
  }
}

TEST(BtfTypesTest, StructsAreDefinedByValueAndNamedByPointer) {
  Fixture f;
  uint32_t inner = f.structure(BtfKind::Struct, "inner", 4, {{"x", f.i, 0, 0}});
  f.structure(BtfKind::Struct, "s", 16, {{"value", inner, 0, 0}, {"pointer", f.i + 6, 64, 0}});
  f.pointer(inner);
  auto types = typesOf(f);
  Result<Type> s = types->structure("s", false);
  ASSERT_TRUE(s) << s.error().message;
  EXPECT_EQ(s->size(), 16u);
  Type value = s->definition()->find("value")->type;
  ASSERT_TRUE(value.definition());
  EXPECT_EQ(value.size(), 4u);
  Type pointer = s->definition()->find("pointer")->type;
  EXPECT_FALSE(pointer.element().definition());
  EXPECT_EQ(pointer.space(), AddressSpace::Kernel);
  Result<Type> asked = types->structure(pointer.element().name(), false);
  ASSERT_TRUE(asked);
  EXPECT_TRUE(asked->definition()->find("x"));
}

TEST(BtfTypesTest, LooksThroughUnnamedMembers) {
  Fixture f;
  uint32_t half = f.structure(BtfKind::Struct, "", 8, {{"low", f.i, 0, 0}, {"high", f.i, 32, 0}});
  uint32_t both = f.structure(BtfKind::Union, "", 8, {{"", half, 0, 0}, {"all", f.u64, 0, 0}});
  f.structure(BtfKind::Struct, "s", 16, {{"first", f.u64, 0, 0}, {"", both, 64, 0}});
  EXPECT_EQ(memberOf(f, "high").offset, 12u);
  EXPECT_EQ(memberOf(f, "all").offset, 8u);
}

TEST(BtfTypesTest, TypeTags) { // `rcu` is transparent
  struct Case {
    const char *tag;
    const char *expected;
    AddressSpace space;
  };
  for (const Case &c :
       {Case{"user", "user", AddressSpace::User}, Case{"percpu", "percpu", AddressSpace::Kernel},
        Case{"rcu", "", AddressSpace::Kernel}}) {
    Fixture f;
    uint32_t tagged = f.reference(BtfKind::TypeTag, c.tag, f.reference(BtfKind::Const, "", f.chr));
    f.wrap(f.pointer(tagged));
    StructMember member = memberOf(f);
    EXPECT_EQ(member.typeTag, c.expected);
    EXPECT_EQ(member.type.space(), c.space) << c.tag;
    EXPECT_EQ(member.type.str(), "uint8 *");
  }
}

TEST(BtfTypesTest, BitFields) {
  struct Case {
    uint32_t type, structSize, bitOffset;
    uint8_t bitSize;
    uint32_t offset;
    uint8_t inUnit;
  };
  Fixture f;
  const Case cases[] = {
      {f.i, 8, 0, 1, 0, 0},                               // first bit
      {f.i, 8, 35, 4, 4, 3},                              // aligned unit
      {f.i, 16, 60, 8, 7, 4},                             // across units: packed
      {f.u64, 8, 40, 24, 0, 40},  {f.i, 6, 40, 8, 2, 24}, // the unit would end behind the struct
      {f.boolean, 1, 7, 1, 0, 7},
  };
  for (const Case &c : cases) {
    Fixture fixture;
    fixture.structure(BtfKind::Struct, "s", c.structSize, {{"m", c.type, c.bitOffset, c.bitSize}});
    StructMember member = memberOf(fixture);
    EXPECT_EQ(member.offset, c.offset) << c.bitOffset;
    EXPECT_EQ(member.bitOffset, c.inUnit) << c.bitOffset;
    EXPECT_EQ(member.bitSize, c.bitSize) << c.bitOffset;
  }
}

TEST(BtfTypesTest, Enumerations) {
  Fixture f;
  f.enumeration(BtfKind::Enum, "small", 4, true, {{"MINUS", -2}, {"TWO", 2}});
  f.enumeration(BtfKind::Enum64, "large", 8, false, {{"HUGE", int64_t(1) << 33}});
  auto types = typesOf(f);
  Result<Type> small = types->enumeration("small"), large = types->enumeration("large");
  ASSERT_TRUE(small && large);
  EXPECT_EQ(small->size(), 4u);
  EXPECT_EQ(small->enumerators()[0], std::make_pair(int64_t(-2), std::string("MINUS")));
  EXPECT_EQ(large->size(), 8u);
  EXPECT_EQ(large->enumerators()[0].first, int64_t(1) << 33);
  EXPECT_FALSE(types->enumeration("s"));
}

TEST(BtfTypesTest, NamedTypes) {
  Fixture f;
  f.integer("long int", 8, Encoding::Signed);
  f.integer("unsigned int", 4, Encoding::None);
  f.reference(BtfKind::Typedef, "pid_t", f.i);
  uint32_t counter = f.structure(BtfKind::Struct, "", 4, {{"counter", f.i, 0, 0}});
  f.reference(BtfKind::Typedef, "atomic_t", counter);
  auto types = typesOf(f);
  struct Case {
    const char *name, *type;
  };
  for (const Case &c : {Case{"int", "int32"}, Case{"char", "uint8"}, Case{"long", "int64"},
                        Case{"unsigned", "uint32"}, Case{"pid_t", "int32"}, Case{"bool", "bool"},
                        Case{"atomic_t", "struct {int32}"}}) {
    Result<Type> type = types->named(c.name);
    ASSERT_TRUE(type) << c.name;
    EXPECT_EQ(type->str(), c.type);
  }
  EXPECT_TRUE(types->named("atomic_t")->definition());
  Result<Type> unknown = types->named("nothing_t");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "the kernel has no type 'nothing_t'");
}

TEST(BtfTypesTest, Functions) {
  Fixture f;
  uint32_t file = f.pointer(f.forward("file", false));
  // The unnamed last parameter without a type stands for `...`.
  uint32_t proto = f.prototype(f.i, {{"file", file}, {"size", f.u64}, {"", 0}});
  uint32_t id = f.reference(BtfKind::Func, "vfs_thing", proto);
  f.reference(BtfKind::Func, "broken", f.i);
  auto types = typesOf(f);
  Result<FunctionPrototype> function = types->function("vfs_thing");
  ASSERT_TRUE(function) << function.error().message;
  EXPECT_EQ(function->btfId, id);
  EXPECT_EQ(function->result.str(), "int32");
  ASSERT_EQ(function->parameters.size(), 2u);
  EXPECT_EQ(function->parameters[0].name, "file");
  EXPECT_EQ(function->parameters[0].type.str(), "struct file *");
  EXPECT_EQ(types->functionNames(), (std::vector<std::string>{"broken", "vfs_thing"}));
  for (const char *name : {"broken", "file", "none"})
    EXPECT_FALSE(types->function(name)) << name;
}

TEST(BtfTypesTest, ModulesFunctionsWin) {
  Fixture f;
  f.reference(BtfKind::Func, "open", f.prototype(f.i, {}));
  f.reference(BtfKind::Func, "close", f.prototype(f.i, {}));
  auto image = BtfImage::fromBytes(f.bytes());
  auto kernel = Btf::read(*image);
  ASSERT_TRUE(kernel);
  BtfWriter own;
  own.continueAfter((*kernel)->endId(), uint32_t((*image)->strings().size()));
  own.reference(BtfKind::Func, "open", own.prototype(f.u64, {}));
  auto module = Btf::read(*BtfImage::fromBytes(own.bytes()), *kernel);
  ASSERT_TRUE(module) << module.error().message;
  BtfTypes types(*module);
  EXPECT_EQ(types.function("open")->result.str(), "uint64");
  EXPECT_EQ(types.function("close")->result.str(), "int32");
}

TEST(BtfTypesTest, RawTracepoints) {
  Fixture f;
  uint32_t data = f.pointer(0);
  uint32_t typed = f.prototype(0, {{"", data}, {"", f.i}, {"", f.u64}});
  uint32_t id = f.reference(BtfKind::Typedef, "btf_trace_event", f.pointer(typed));
  uint32_t named = f.prototype(0, {{"__data", data}, {"cpu", f.i}, {"when", f.u64}});
  f.reference(BtfKind::Func, "__probestub_event", named);
  auto types = typesOf(f);
  Result<FunctionPrototype> event = types->rawTracepoint("event");
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(event->btfId, id);
  ASSERT_EQ(event->parameters.size(), 2u);
  EXPECT_EQ(event->parameters[0].name, "cpu");
  EXPECT_EQ(event->parameters[1].type.str(), "uint64");
  Result<FunctionPrototype> none = types->rawTracepoint("other");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "the kernel has no raw tracepoint 'other'");
}

TEST(BtfTypesTest, DeclaredOnlyIsSaidSo) {
  Fixture f;
  f.forward("opaque", false);
  auto types = typesOf(f);
  Result<Type> type = types->structure("opaque", false);
  ASSERT_FALSE(type);
  EXPECT_EQ(type.error().message, "the kernel's type information only declares 'struct opaque', "
                                  "without its members");
}

TEST(BtfTypesTest, PointersOfModulesAreCompletedByTheirOrigin) {
  Fixture kernel;
  kernel.structure(BtfKind::Struct, "core", 4, {{"n", kernel.i, 0, 0}});
  kernel.wrap(kernel.pointer(kernel.forward("far", false)));
  auto base = Btf::read(*BtfImage::fromBytes(kernel.bytes()));
  ASSERT_TRUE(base);
  BtfWriter module;
  module.continueAfter((*base)->endId(), uint32_t((*base)->source().strings().size()));
  // The second `priv` is that of another file.
  uint32_t first = module.structure(BtfKind::Struct, "priv", 4, {{"first", 1, 0, 0}});
  uint32_t second = module.structure(BtfKind::Struct, "priv", 4, {{"second", 1, 0, 0}});
  module.structure(BtfKind::Struct, "far", 4, {{"found", 1, 0, 0}});
  uint32_t core = 5;
  module.structure(BtfKind::Struct, "all", 24,
                   {{"a", module.reference(BtfKind::Ptr, "", first), 0, 0},
                    {"b", module.reference(BtfKind::Ptr, "", second), 64, 0},
                    {"c", module.reference(BtfKind::Ptr, "", core), 128, 0}});
  auto btf = Btf::read(*BtfImage::fromBytes(module.bytes()), *base);
  ASSERT_TRUE(btf);
  BtfTypes types(*btf, "mod"), kernelTypes(*base);
  Result<Type> all = types.structure("all", false);
  ASSERT_TRUE(all) << all.error().message;
  auto pointee = [&](unsigned member) { return all->definition()->members[member].type.element(); };
  EXPECT_EQ(pointee(0).origin().source, "mod");
  EXPECT_EQ(types.complete(pointee(0)).definition()->members[0].name, "first");
  EXPECT_EQ(types.complete(pointee(1)).definition()->members[0].name, "second");
  EXPECT_EQ(pointee(2).origin().source, "") << "the kernel's own";
  EXPECT_EQ(kernelTypes.complete(pointee(2)).definition()->members[0].name, "n");
  Type far = kernelTypes.structure("s", false)->definition()->members[0].type.element();
  EXPECT_FALSE(kernelTypes.complete(far).definition());
  EXPECT_EQ(types.complete(far).definition()->members[0].name, "found");
}

TEST(BtfTypesTest, CircularTypesEnd) {
  struct Case {
    const char *name;
    void (*build)(Fixture &, uint32_t next);
  };
  const Case cases[] = {
      {"typedef of itself",
       [](Fixture &f, uint32_t next) {
         f.reference(BtfKind::Typedef, "loop", next);
         f.wrap(next);
       }},
      {"struct in itself", [](Fixture &f, uint32_t next) { f.wrap(next); }},
      {"struct in its own array",
       [](Fixture &f, uint32_t next) {
         f.array(next + 1, 2, f.i);
         f.wrap(next);
       }},
      {"pointer to itself",
       [](Fixture &f, uint32_t next) {
         f.pointer(next);
         f.wrap(next);
       }},
      {"array of itself",
       [](Fixture &f, uint32_t next) {
         f.array(next, 2, f.i);
         f.wrap(next);
       }},
      {"huge array",
       [](Fixture &f, uint32_t next) {
         f.array(f.u64, UINT32_MAX, f.i);
         f.wrap(next);
       }},
  };
  for (const Case &c : cases) {
    Fixture f;
    c.build(f, 5);
    auto types = typesOf(f);
    (void)types->structure("s", false);
    (void)types->named("loop");
    SUCCEED() << c.name;
  }
  Fixture f;
  f.wrap(5);
  EXPECT_EQ(memberOf(f).type.str(), "none");
}

TEST(BtfTypesTest, UnnamedNestsDoNotExplode) {
  // Each level names the one below twice: 2^40 letters, if all were written.
  Fixture f;
  uint32_t below = f.structure(BtfKind::Struct, "", 4, {{"x", f.i, 0, 0}});
  for (int level = 0; level < 40; ++level)
    below = f.structure(BtfKind::Struct, "", 4, {{"a", below, 0, 0}, {"b", below, 0, 0}});
  f.wrap(below);
  EXPECT_LT(memberOf(f).type.name().size(), 1u << 16);
}

} // namespace
