import type { ComponentChildren, InputHTMLAttributes, JSX } from 'preact'
import { useId } from 'preact/hooks'

interface FieldProps {
  readonly label: string
  /** What is good to know before filling it in. */
  readonly hint?: ComponentChildren
  readonly error?: string | undefined
  /** Hides the label from the eye; screen readers still have it. */
  readonly bare?: boolean
}

interface TextProps extends FieldProps {
  readonly value: string
  readonly onInput: (value: string) => void
  readonly type?: 'text' | 'search' | 'password'
  readonly placeholder?: string
  readonly required?: boolean
  readonly autofocus?: boolean
  readonly list?: readonly string[]
  /** How many lines; more than one makes it a text area. */
  readonly lines?: number
}

/** A line of text, or several, with its label. */
export function TextField ({ value, onInput, type = 'text', placeholder, required = false, autofocus = false, list, lines = 1, ...field }: TextProps): JSX.Element {
  const id = useId()
  const described = describedBy(id, field)
  const shared = { id, value, placeholder, required, autoFocus: autofocus, 'aria-describedby': described, 'aria-invalid': field.error !== undefined, spellcheck: false }
  return (
    <Field id={id} {...field}>
      {lines > 1
        ? <textarea {...shared} rows={lines} onInput={event => { onInput(event.currentTarget.value) }} />
        : <Line type={list === undefined ? type : 'list'} {...shared} {...list === undefined ? {} : { list: `${id}-list` }} autocomplete='off' onInput={event => { onInput(event.currentTarget.value) }} />}
      {list === undefined ? null : <datalist id={`${id}-list`}>{list.map(option => <option key={option} value={option} />)}</datalist>}
    </Field>
  )
}

interface LineProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'list' | 'role'> {
  readonly type: 'text' | 'search' | 'password' | 'list'
  readonly list?: string
}

/** Which attributes an input takes depends on its type. */
function Line ({ type, list, ...rest }: LineProps): JSX.Element {
  switch (type) {
    case 'text': return <input type='text' {...rest} />
    case 'search': return <input type='search' {...rest} />
    case 'password': return <input type='password' {...rest} />
    case 'list': return <input type='text' list={list} {...rest} />
  }
}

interface SelectProps<T extends string> extends FieldProps {
  readonly value: T
  readonly options: ReadonlyArray<readonly [value: T, label: string]>
  readonly onChange: (value: T) => void
}

/** One of a few words. */
export function SelectField<T extends string> ({ value, options, onChange, ...field }: SelectProps<T>): JSX.Element {
  const id = useId()
  const choose = (chosen: string): void => {
    const option = options.find(([value]) => value === chosen)
    if (option !== undefined) onChange(option[0])
  }
  return (
    <Field id={id} {...field}>
      <select id={id} value={value} aria-describedby={describedBy(id, field)} onChange={event => { choose(event.currentTarget.value) }}>
        {options.map(([value, label]) => <option key={value} value={value}>{label}</option>)}
      </select>
    </Field>
  )
}

interface CheckProps {
  readonly label: ComponentChildren
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
}

export function CheckField ({ label, checked, onChange, disabled = false }: CheckProps): JSX.Element {
  return (
    <label class='check'>
      <input type='checkbox' checked={checked} disabled={disabled} onChange={event => { onChange(event.currentTarget.checked) }} />
      <span>{label}</span>
    </label>
  )
}

function describedBy (id: string, { hint, error }: FieldProps): string | undefined {
  const ids = [...hint === undefined ? [] : [`${id}-hint`], ...error === undefined ? [] : [`${id}-error`]]
  return ids.length === 0 ? undefined : ids.join(' ')
}

function Field ({ id, label, hint, error, bare = false, children }: FieldProps & { readonly id: string, readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class='field'>
      <label for={id} class={bare ? 'hidden' : undefined}>{label}</label>
      {children}
      {hint === undefined ? null : <p class='hint' id={`${id}-hint`}>{hint}</p>}
      {error === undefined ? null : <p class='fault' id={`${id}-error`}>{error}</p>}
    </div>
  )
}
