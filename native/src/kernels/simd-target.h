// Compiles a stretch of a file for instruction sets beyond the build's own, with GCC and Clang.
// Used by kernels-x86.cc.
// Nothing between the two macros may be called before the processor's flags are checked.
#pragma once

// Compiles the functions between RANKLAB_TARGET_BEGIN and RANKLAB_TARGET_END for instruction sets beyond the build's own.
#define RANKLAB_PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#define RANKLAB_TARGET_BEGIN(set) RANKLAB_PRAGMA(clang attribute push(__attribute__((target(set))), apply_to = function))
#define RANKLAB_TARGET_END RANKLAB_PRAGMA(clang attribute pop)
#else
#define RANKLAB_TARGET_BEGIN(set) RANKLAB_PRAGMA(GCC push_options) RANKLAB_PRAGMA(GCC target(set))
#define RANKLAB_TARGET_END RANKLAB_PRAGMA(GCC pop_options)
#endif
