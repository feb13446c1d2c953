// Exists so that CMake builds the precompiled header once.
