import neostandard from 'neostandard'

export default [
  ...neostandard({ ts: true, ignores: ['dist', '.tap', 'node_modules', 'coverage', 'bench-results'] }),
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      complexity: ['error', 20],
      'max-params': ['error', 4],
      'max-lines': ['error', { max: 250, skipBlankLines: true }]
    }
  },
  {
    files: ['src/**/*.ts', 'schemas/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }]
    }
  }
]
