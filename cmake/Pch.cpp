// Exists so that CMake builds each precompiled header once.
