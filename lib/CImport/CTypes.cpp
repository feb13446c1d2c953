//===- CTypes.cpp - From Clang's types to the script's --------------------===//
#include "lib/CImport/CTypes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/RecordLayout.h"

namespace sonde {
namespace {

/// A type without a tag is known by its first typedef.
std::string nameOf(const clang::TagDecl *declaration) {
  if (declaration->getIdentifier())
    return declaration->getNameAsString();
  if (const clang::TypedefNameDecl *name = declaration->getTypedefNameForAnonDecl())
    return name->getNameAsString();
  return {};
}

} // namespace

Type CTypes::convertInteger(clang::QualType type) {
  uint64_t bits = context.getTypeSize(type);
  if (bits > 64)
    return Type::none();
  return Type::integer(bits, type->isSignedIntegerType());
}

Type CTypes::convertEnum(const clang::EnumDecl *declaration) {
  const clang::EnumDecl *definition = declaration->getDefinition();
  if (!definition)
    return Type::none();
  std::vector<std::pair<int64_t, std::string>> values;
  for (const clang::EnumConstantDecl *value : definition->enumerators())
    values.emplace_back(value->getInitVal().getExtValue(), value->getNameAsString());
  uint64_t bytes = context.getTypeSizeInChars(definition->getIntegerType()).getQuantity();
  std::string name = nameOf(definition);
  if (name.empty())
    name = "unnamed_" + std::to_string(definition->getLocation().getRawEncoding());
  return Type::enumeration(std::move(name), bytes, std::move(values));
}

/// An array of characters is text, as in the kernel's own types; one of small
/// numbers, such as `uint8_t`, is not.
Type CTypes::convertArray(clang::QualType element, uint64_t count) {
  bool isText = element->isSpecificBuiltinType(clang::BuiltinType::Char_S) ||
                element->isSpecificBuiltinType(clang::BuiltinType::Char_U);
  if (isText)
    return Type::string(count);
  Type type = convert(element);
  return type ? Type::array(type, count) : Type::none();
}

std::shared_ptr<const StructDef> CTypes::describe(const clang::RecordDecl *declaration,
                                                  const std::string &name) {
  const clang::ASTRecordLayout &layout = context.getASTRecordLayout(declaration);
  auto definition = std::make_shared<StructDef>();
  definition->name = name;
  definition->isUnion = declaration->isUnion();
  definition->isFixed = true;
  definition->size = layout.getSize().getQuantity();
  for (const clang::FieldDecl *field : declaration->fields()) {
    if (field->isUnnamedBitField())
      continue;
    StructMember member;
    member.name = field->getNameAsString();
    member.type = convert(field->getType()); // None: shown as such, but never read.
    uint64_t bit = layout.getFieldOffset(field->getFieldIndex());
    if (field->isBitField()) {
      uint64_t unit = context.getTypeSize(field->getType());
      member.offset = bit / unit * unit / 8;
      member.bitOffset = bit % unit;
      member.bitSize = field->getBitWidthValue(context);
    } else {
      member.offset = bit / 8;
    }
    definition->members.push_back(std::move(member));
  }
  return definition;
}

Type CTypes::convertRecord(const clang::RecordDecl *declaration) {
  std::string name = nameOf(declaration);
  const clang::RecordDecl *definition = declaration->getDefinition();
  // What an imported file says of a struct with this attribute is how the kernel's is
  // called: where its members are, the kernel's description knows.
  bool isKernels =
      definition && !isScript && definition->hasAttr<clang::BPFPreserveAccessIndexAttr>();
  if (!definition || definition->isInvalidDecl() || isKernels)
    return Type::structure(name, declaration->isUnion());
  // A struct that points to itself is, inside itself, only a name.
  auto [entry, isNew] =
      records.try_emplace(definition, Type::structure(name, definition->isUnion()));
  if (!isNew)
    return entry->second;
  Type type = Type::structure(name, definition->isUnion(), describe(definition, name));
  return records[definition] = type;
}

Type CTypes::convert(clang::QualType type) {
  type = type.getCanonicalType();
  if (type->isVoidType())
    return Type::voidType();
  if (type->isBooleanType())
    return isScript ? Type::integer(8, false) : Type::boolean();
  if (auto *enumType = type->getAs<clang::EnumType>())
    return convertEnum(enumType->getDecl());
  if (type->isIntegerType())
    return convertInteger(type);
  if (auto *pointer = type->getAs<clang::PointerType>()) {
    clang::QualType pointee = pointer->getPointeeType();
    Type to = pointee->isFunctionType() ? Type::voidType() : convert(pointee);
    return Type::pointer(to ? to : Type::voidType());
  }
  if (const clang::ConstantArrayType *array = context.getAsConstantArrayType(type))
    return convertArray(array->getElementType(), array->getSize().getZExtValue());
  if (const clang::IncompleteArrayType *array = context.getAsIncompleteArrayType(type))
    return convertArray(array->getElementType(), 0);
  if (auto *record = type->getAs<clang::RecordType>())
    return convertRecord(record->getDecl());
  return Type::none();
}

} // namespace sonde
