{
  "targets": [
    {
      "target_name": "ranklab_faiss",
      "sources": [
        "src/addon.cc",
        "src/stage.cc",
        "src/index-handle.cc",
        "src/index-handle-change.cc",
        "src/index-handle-search.cc",
        "src/dispatch-flat.cc",
        "src/byte-source.cc",
        "src/errors.cc",
        "src/threads.cc",
        "src/parallel.cc",
        "src/kernels.cc",
        "src/kernels-avx2.cc",
        "src/kernels-avx512.cc",
        "src/factory-check.cc",
        "src/file-check.cc",
        "src/structure-check.cc",
        "src/index-file.cc",
        "src/index-bytes.cc",
        "src/vector-index.cc",
        "src/vector-index-train.cc",
        "src/k-means.cc",
        "src/fill-lists.cc",
        "src/vector-index-change.cc",
        "src/vector-index-fill.cc",
        "src/vector-index-merge.cc",
        "src/vector-index-search.cc",
        "src/search-flat.cc",
        "src/search-graph.cc",
        "src/search-lists.cc",
        "src/range-search.cc",
        "src/index-size.cc",
        "src/search-settings.cc",
        "src/training-settings.cc"
      ],
      "variables": {
        "faiss_include%": "<!(node -p \"process.env.RANKLAB_FAISS_INCLUDE || ''\")",
        "faiss_libraries%": "<!(node -p \"process.env.RANKLAB_FAISS_LIBRARIES || '-lfaiss -lopenblas -lgomp'\")",
        "with_gpu%": "<!(node -p \"process.env.RANKLAB_FAISS_GPU === '1' ? 1 : 0\")",
        "cuda_include%": "<!(node -p \"process.env.RANKLAB_CUDA_INCLUDE || '/usr/local/cuda/include'\")"
      },
      "include_dirs": ["<!@(node -p \"require('node-addon-api').include_dir\")"],
      "defines": ["NAPI_VERSION=8", "NAPI_CPP_EXCEPTIONS", "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS"],
      "cflags!": ["-fno-exceptions"],
      "cflags_cc!": ["-fno-exceptions", "-fno-rtti"],
      "cflags_cc": ["-std=gnu++17", "-O3", "-fopenmp", "-fvisibility=hidden", "-ffp-contract=off", "-Wno-unused-parameter", "-Wno-uninitialized", "-Wno-maybe-uninitialized", "-Wno-cast-function-type"],
      "libraries": ["<@(faiss_libraries)"],
      "conditions": [
        ["faiss_include != ''", { "include_dirs": ["<(faiss_include)"] }],
        [
          "with_gpu == 1",
          { "sources": ["src/gpu.cc"], "defines": ["RANKLAB_WITH_GPU"], "include_dirs": ["<(cuda_include)"] },
          { "sources": ["src/gpu-none.cc"] }
        ],
        [
          "OS == 'mac'",
          {
            "xcode_settings": {
              "GCC_ENABLE_CPP_EXCEPTIONS": "YES",
              "GCC_ENABLE_CPP_RTTI": "YES",
              "CLANG_CXX_LANGUAGE_STANDARD": "c++17",
              "MACOSX_DEPLOYMENT_TARGET": "12.0"
            }
          }
        ]
      ]
    }
  ]
}
