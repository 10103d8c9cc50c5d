import neostandard from 'neostandard'

export default [
  ...neostandard({ ts: true, ignores: ['dist', '.tap', 'node_modules', 'coverage', 'bench-results'] }),
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // A default for each of many settings counts as a branch each.
      complexity: ['error', 24],
      'max-params': ['error', 4],
      'max-lines': ['error', { max: 250, skipBlankLines: true }]
    }
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx', 'schemas/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }]
    }
  },
  {
    // Markup takes lines without taking turns, and a part may hand its caller's functions on.
    files: ['src/dashboard/browser/**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 75, skipBlankLines: true, skipComments: true }], 'react/jsx-handler-names': 'off' }
  },
  {
    // A table with its prepared statements, or the scheduler, is one function that returns many small ones.
    files: ['src/store/sqlite/*.ts', 'src/scheduler/scheduler.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 150, skipBlankLines: true, skipComments: true }] }
  }
]
