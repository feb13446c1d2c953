// What every GoogleTest program needs, parsed once.
#include "cmake/StdPch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
