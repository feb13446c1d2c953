//===- TypeRulesTest.cpp - Promotion, operators, conversions --------------===//
#include "lib/Frontend/TypeRules.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace sonde;
using ast::BinaryOp;
using ast::UnaryOp;

namespace {

const Type i8 = Type::integer(8, true), i16 = Type::integer(16, true),
           i32 = Type::integer(32, true), i64 = Type::integer(64, true),
           u8 = Type::integer(8, false), u16 = Type::integer(16, false),
           u32 = Type::integer(32, false), u64 = Type::integer(64, false),
           lit8 = Type::integer(8, true, true), boolean = Type::boolean(), text2 = Type::string(2),
           text6 = Type::string(6), pointer = Type::pointer(i32),
           count = Type::plain(TypeKind::Count);

struct Meeting {
  Type a, b;
  const char *result;
};

// T3 to T7, T36, T43, T74, T98, T118 to T123
TEST(Promote, Types) {
  const Meeting kCases[] = {
      {i8, u8, "int16"},
      {u32, i32, "int64"},
      {u64, i64, "int64"},
      {lit8, u64, "uint64"},
      {Type::integer(16, true, true), u8, "uint16"},
      {i64, u16, "int64"},
      {boolean, i8, "none"},
      {text2, text6, "string[6]"},
      {text2, i8, "none"},
      {Type::none(), u8, "uint8"},
      {Type::pointer(i8), Type::pointer(i64), "int64 *"},
      {Type::pointer(i8), Type::pointer(text2), "none"},
      {Type::tuple({lit8, text2}), Type::tuple({u64, text6}), "(uint64,string[6])"},
      {Type::tuple({i8, i8}), Type::tuple({i8, text2}), "none"},
      {Type::tuple({i8}), Type::tuple({i8, i8}), "none"},
      {Type::record({{"x", i8}, {"y", u8}}), Type::record({{"y", u16}, {"x", i8}}),
       "record { .x = int8, .y = uint16 }"},
      {Type::record({{"x", i8}}), Type::record({{"y", i8}}), "none"},
      {Type::enumeration("E", 8), i8, "int64"},
      {Type::enumeration("E", 8), lit8, "uint64"}, // T49
      {Type::enumeration("E", 4), Type::enumeration("E", 4), "enum E"},
      {Type::array(i8, 2), Type::array(i8, 4), "none"},
      {Type::array(i8, 0), Type::array(i8, 4), "int8[4]"},
      {Type::buffer(4), Type::buffer(8), "buffer[12]"},
      {Type::pointer(Type::pointer(i8)), Type::pointer(Type::pointer(u8)), "int16 * *"},
      {Type::pointer(Type::voidType()), pointer, "none"},
      {count, i8, "none"},
  };
  for (const Meeting &meeting : kCases)
    EXPECT_EQ(promote(meeting.a, meeting.b).str(), meeting.result)
        << meeting.a.str() << " and " << meeting.b.str();
}

// A place keeps the mark of text that fills it; in a larger one nothing is missing.
TEST(Promote, TextThatMayBeCut) {
  const Type cut6 = Type::string(6, /*mayBeCut=*/true);
  EXPECT_TRUE(promote(cut6, text6).mayBeCut());
  EXPECT_TRUE(promote(text6, cut6).mayBeCut());
  EXPECT_TRUE(promote(cut6, text2).mayBeCut());
  EXPECT_FALSE(promote(cut6, Type::string(9)).mayBeCut());
  EXPECT_TRUE(promote(Type::tuple({text6}), Type::tuple({cut6})).elements()[0].type().mayBeCut());
}

// The whole table of where integers meet. The order of the operands does not matter.
TEST(Promote, Integers) {
  const Type kTypes[] = {i8, i16, i32, i64, u8, u16, u32, u64};
  const char *const kTable[8][8] = {
      {"int8", "int16", "int32", "int64", "int16", "int32", "int64", "int64"},
      {"int16", "int16", "int32", "int64", "int16", "int32", "int64", "int64"},
      {"int32", "int32", "int32", "int64", "int32", "int32", "int64", "int64"},
      {"int64", "int64", "int64", "int64", "int64", "int64", "int64", "int64"},
      {"int16", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"},
      {"int32", "int32", "int32", "int64", "uint16", "uint16", "uint32", "uint64"},
      {"int64", "int64", "int64", "int64", "uint32", "uint32", "uint32", "uint64"},
      {"int64", "int64", "int64", "int64", "uint64", "uint64", "uint64", "uint64"},
  };
  for (unsigned a = 0; a < 8; ++a)
    for (unsigned b = 0; b < 8; ++b) {
      EXPECT_EQ(promote(kTypes[a], kTypes[b]).str(), kTable[a][b])
          << kTypes[a].str() << " and " << kTypes[b].str();
      EXPECT_FALSE(promote(kTypes[a], kTypes[b]).isFlexible());
    }
}

// A flexible literal takes the sign of what it meets, and keeps its width; two of
// them stay flexible.
TEST(Promote, FlexibleIntegers) {
  const Type kFixed[] = {i8, i16, i32, i64, u8, u16, u32, u64};
  for (unsigned bits : {8u, 16u, 32u, 64u}) {
    const Type literal = Type::integer(bits, true, true);
    for (const Type &fixed : kFixed) {
      Type both = Type::integer(std::max(bits, fixed.bits()), fixed.isSigned());
      EXPECT_EQ(promote(literal, fixed), both) << bits << " bits and " << fixed.str();
      EXPECT_EQ(promote(fixed, literal), both) << fixed.str() << " and " << bits << " bits";
    }
    for (unsigned other : {8u, 16u, 32u, 64u})
      EXPECT_EQ(promote(literal, Type::integer(other, true, true)),
                Type::integer(std::max(bits, other), true, true));
  }
}

// Which integers fit into which.
TEST(Promote, WhatFits) {
  const Type kTypes[] = {i8, i16, i32, i64, u8, u16, u32, u64};
  for (const Type &from : kTypes)
    for (const Type &to : kTypes) {
      bool fits = from.isSigned() == to.isSigned() ? from.bits() <= to.bits()
                                                   : !from.isSigned() && from.bits() < to.bits();
      EXPECT_EQ(integerFits(from, to), fits) << from.str() << " into " << to.str();
      EXPECT_EQ(integerFits(Type::integer(from.bits(), true, true), to), from.bits() <= to.bits());
    }
}

struct Operation {
  BinaryOp op;
  Type a, b;
  const char *result;
};

// T10 to T12, T34, T81, T82, T88 to T93
TEST(Operators, Results) {
  const Operation kCases[] = {
      {BinaryOp::Add, lit8, lit8, "int64"},
      {BinaryOp::Add, u8, u8, "uint64"},
      {BinaryOp::Subtract, u8, u8, "int64"},
      {BinaryOp::Add, u32, i32, "int64"},
      {BinaryOp::Add, u64, lit8, "uint64"},
      {BinaryOp::Add, u64, i8, "int64"},
      {BinaryOp::Divide, i64, lit8, "int64"},
      {BinaryOp::ShiftRight, u32, i32, "uint64"},
      {BinaryOp::ShiftRight, i32, u64, "int64"},
      {BinaryOp::ShiftLeft, lit8, u64, "uint64"},
      {BinaryOp::Add, boolean, lit8, "uint64"},
      {BinaryOp::Add, boolean, boolean, "bool"},
      {BinaryOp::Add, count, lit8, "uint64"},
      {BinaryOp::Equal, u32, lit8, "bool"},
      {BinaryOp::Equal, boolean, lit8, "bool"},
      {BinaryOp::Equal, text2, text6, "bool"},
      {BinaryOp::Less, text2, text6, "bool"},
      {BinaryOp::Add, text2, text6, "none"},
      {BinaryOp::Equal, text2, lit8, "none"},
      {BinaryOp::LogicalAnd, pointer, lit8, "bool"},
      {BinaryOp::LogicalOr, text2, lit8, "none"},
      {BinaryOp::Add, pointer, lit8, "int32 *"},
      {BinaryOp::Subtract, pointer, lit8, "int32 *"},
      {BinaryOp::Subtract, lit8, pointer, "none"},
      {BinaryOp::Multiply, pointer, lit8, "none"},
      {BinaryOp::Greater, pointer, lit8, "bool"},
      {BinaryOp::Equal, Type::tuple({i8}), Type::tuple({i64}), "bool"},
      {BinaryOp::Less, Type::tuple({i8}), Type::tuple({i64}), "none"},
      {BinaryOp::Equal, Type::array(i8, 2), Type::array(i8, 2), "bool"},
      {BinaryOp::Less, Type::array(i8, 2), Type::array(i8, 2), "none"},
      {BinaryOp::Equal, Type::array(i8, 2), Type::array(i8, 4), "none"},
      {BinaryOp::Equal, Type::array(i8, 4), Type::array(i32, 1), "none"},
      {BinaryOp::Equal, Type::array(text2, 2), Type::array(text2, 2), "none"},
      {BinaryOp::NotEqual, Type::buffer(4), Type::buffer(8), "bool"},
      {BinaryOp::Less, Type::buffer(4), Type::buffer(8), "none"},
      {BinaryOp::Add, Type::enumeration("E", 8), lit8, "uint64"},
      {BinaryOp::Add, Type::hist(0), lit8, "none"},
  };
  for (const Operation &operation : kCases)
    EXPECT_EQ(binaryType(operation.op, operation.a, operation.b).str(), operation.result)
        << operation.a.str() << " " << spelling(operation.op) << " " << operation.b.str();
  EXPECT_EQ(unaryType(UnaryOp::Minus, u8).str(), "uint64");
  EXPECT_EQ(unaryType(UnaryOp::Complement, lit8).str(), "int64");
  EXPECT_EQ(unaryType(UnaryOp::Minus, boolean).str(), "none");
  EXPECT_EQ(unaryType(UnaryOp::Not, pointer).str(), "bool");
  EXPECT_EQ(unaryType(UnaryOp::Not, text2).str(), "none");
  EXPECT_EQ(unaryType(UnaryOp::Dereference, pointer).str(), "int32");
  EXPECT_EQ(unaryType(UnaryOp::Dereference, u64).str(), "uint64");
}

// T15 to T17.
TEST(Operators, Steps) {
  EXPECT_EQ(stepType(true, lit8).str(), "int64");
  EXPECT_EQ(stepType(true, u8).str(), "uint64");
  EXPECT_EQ(stepType(false, u8).str(), "int64");
  EXPECT_EQ(stepType(true, pointer).str(), "int32 *");
  EXPECT_EQ(stepType(true, text2).str(), "none");
  EXPECT_EQ(stepType(true, count).str(), "none");
}

// T31 to T33: how integers are compared.
TEST(Operators, Comparisons) {
  EXPECT_EQ(comparisonType(u8, lit8).str(), "uint8");
  EXPECT_EQ(comparisonType(u8, i8).str(), "int16");
  EXPECT_EQ(comparisonType(u64, i64).str(), "int64");
  EXPECT_EQ(comparisonType(pointer, lit8).str(), "uint64");
}

struct Store {
  Type from, to;
  Conversion how;
};

// T5, T40, T41, T75, T135
TEST(Conversions, IntoPlaces) {
  const Store kCases[] = {
      {i8, i64, Conversion::Lossless},
      {u8, i16, Conversion::Lossless},
      {lit8, u8, Conversion::Lossless},
      {i8, u16, Conversion::Lossy},
      {u32, i32, Conversion::Lossy},
      {i32, i8, Conversion::Lossy},
      {count, i64, Conversion::Lossless},
      {count, count, Conversion::Same},
      {text2, text6, Conversion::Same},
      {text6, text2, Conversion::None},
      {Type::string(6, /*mayBeCut=*/true), text6, Conversion::Same},
      {Type::enumeration("E", 8), Type::enumeration("E", 4), Conversion::Lossless},
      {boolean, i8, Conversion::None},
      {i8, boolean, Conversion::None},
      {i64, pointer, Conversion::None},
      {pointer, Type::pointer(i8), Conversion::Same},
      {Type::tuple({i8, text2}), Type::tuple({i64, text6}), Conversion::Lossless},
      {Type::tuple({u64}), Type::tuple({i64}), Conversion::Lossy},
      {Type::tuple({i8}), Type::tuple({text2}), Conversion::None},
  };
  for (const Store &store : kCases)
    EXPECT_EQ(conversion(store.from, store.to), store.how)
        << store.from.str() << " into " << store.to.str();
}

// T67 to T71, T77, T78, T110.
TEST(Conversions, Casts) {
  EXPECT_TRUE(canCast(i64, u8));
  EXPECT_TRUE(canCast(boolean, i8));
  EXPECT_TRUE(canCast(pointer, i64));
  EXPECT_TRUE(canCast(i8, pointer));
  EXPECT_TRUE(canCast(count, i64));
  EXPECT_TRUE(canCast(text2, text6));
  EXPECT_FALSE(canCast(text6, text2));
  EXPECT_FALSE(canCast(text2, i32));
  EXPECT_FALSE(canCast(i8, text2));
  EXPECT_FALSE(canCast(Type::structure("S", false), i32));
  EXPECT_FALSE(canCast(Type::hist(0), i64));
  EXPECT_FALSE(canCast(Type::structure("S", false), pointer));
  EXPECT_FALSE(canCast(Type::tuple({i8}), i8));
  EXPECT_TRUE(canCast(text2, boolean));
  EXPECT_TRUE(canCast(text2, pointer));
  EXPECT_TRUE(canCast(pointer, boolean));
  EXPECT_TRUE(canCast(boolean, Type::enumeration("E", 8)));
}

// T52 to T58: arrays hold the bytes of what they are made of.
TEST(Conversions, CastsOfArrays) {
  auto bytes = [](uint32_t n) { return Type::array(u8, n); };
  EXPECT_TRUE(canCast(u32, bytes(4)));
  EXPECT_TRUE(canCast(u32, bytes(8)));
  EXPECT_FALSE(canCast(u32, bytes(2)));
  EXPECT_FALSE(canCast(u32, bytes(16)));
  EXPECT_TRUE(canCast(bytes(4), u32));
  EXPECT_FALSE(canCast(bytes(4), u64));
  EXPECT_FALSE(canCast(bytes(1), boolean));
  EXPECT_TRUE(canCast(boolean, bytes(1)));
  EXPECT_FALSE(canCast(boolean, bytes(2)));
  EXPECT_FALSE(canCast(pointer, bytes(8)));
  EXPECT_FALSE(canCast(count, bytes(8)));
  EXPECT_TRUE(canCast(text6, bytes(6)));
  EXPECT_FALSE(canCast(text2, bytes(4)));
  EXPECT_TRUE(canCast(bytes(4), Type::array(u16, 2)));
  EXPECT_FALSE(canCast(u64, Type::array(pointer, 1)));
  const Type open = Type::array(u16, 0);
  EXPECT_EQ(castType(u32, open), Type::array(u16, 2));
  EXPECT_EQ(castType(text6, open), Type::array(u16, 3));
  EXPECT_EQ(castType(u8, open), Type::none());
  EXPECT_EQ(castType(Type::none(), open), Type::none());
}

// Addresses of one space stay in it; of two, none is left.
TEST(Spaces, Meet) {
  const Type kernel = u64.withSpace(AddressSpace::Kernel), user = u64.withSpace(AddressSpace::User);
  EXPECT_EQ(meetSpaces(kernel, lit8), AddressSpace::Kernel);
  EXPECT_EQ(meetSpaces(lit8, user), AddressSpace::User);
  EXPECT_EQ(meetSpaces(lit8, lit8), AddressSpace::None);
  EXPECT_EQ(meetSpaces(kernel, user), std::nullopt);
  EXPECT_EQ(promote(kernel, user).space(), AddressSpace::Kernel);
  EXPECT_EQ(kernel, u64);
}

} // namespace
