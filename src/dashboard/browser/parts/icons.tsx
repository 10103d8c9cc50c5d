import type { ComponentChildren, JSX } from 'preact'

function Icon ({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <svg class='icon' viewBox='0 0 20 20' aria-hidden='true' fill='none' stroke='currentColor' stroke-width='1.6' stroke-linecap='round' stroke-linejoin='round'>{children}</svg>
}

export const CopyIcon = (): JSX.Element => <Icon><rect x='7' y='7' width='9.5' height='9.5' rx='2' /><path d='M4.5 13V5.5a2 2 0 0 1 2-2H13' /></Icon>
export const CheckIcon = (): JSX.Element => <Icon><path d='m4 10.5 4 4 8-9' /></Icon>
export const PlusIcon = (): JSX.Element => <Icon><path d='M10 4v12M4 10h12' /></Icon>
export const RefreshIcon = (): JSX.Element => <Icon><path d='M16 10a6 6 0 1 1-1.8-4.2M16 3.5V7h-3.5' /></Icon>
export const TrashIcon = (): JSX.Element => <Icon><path d='M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4.5M11.5 9v4.5' /></Icon>
export const EditIcon = (): JSX.Element => <Icon><path d='M4 16l.8-3.4L13 4.4a1.4 1.4 0 0 1 2 0l.6.6a1.4 1.4 0 0 1 0 2L7.4 15.200z' /></Icon>
export const SearchIcon = (): JSX.Element => <Icon><circle cx='9' cy='9' r='5' /><path d='m13 13 3.5 3.5' /></Icon>
export const PauseIcon = (): JSX.Element => <Icon><path d='M7.5 5v10M12.5 5v10' /></Icon>
export const PlayIcon = (): JSX.Element => <Icon><path d='M7 5l8 5-8 5z' /></Icon>
export const SunIcon = (): JSX.Element => <Icon><circle cx='10' cy='10' r='3.2' /><path d='M10 3v1.500M10 15.500V17M3 10h1.500M15.5 10H17M5 5l1 1M14 14l1 1M15 5l-1 1M6 14l-1 1' /></Icon>
export const MoonIcon = (): JSX.Element => <Icon><path d='M15.5 11.500A6 6 0 0 1 8.5 4.500a6 6 0 1 0 7 7z' /></Icon>
export const HalfIcon = (): JSX.Element => <Icon><circle cx='10' cy='10' r='6' /><path d='M10 4v12' /><path d='M10 7.500h4M10 10h5.500M10 12.500h4' /></Icon>
export const ArrowIcon = (): JSX.Element => <Icon><path d='M5 10h10M11 6l4 4-4 4' /></Icon>
export const ChevronIcon = (): JSX.Element => <Icon><path d='m6 12 4-4 4 4' /></Icon>
export const DownloadIcon = (): JSX.Element => <Icon><path d='M10 4v8M6.5 9l3.5 3.500L13.5 9M4.5 16h11' /></Icon>

/** Sun over a dune: the mark of the page. */
export function Mark (): JSX.Element {
  return (
    <svg class='mark' viewBox='0 0 32 32' aria-hidden='true'>
      <rect class='mark-sky' width='32' height='32' rx='8' />
      <circle class='mark-sun' cx='21' cy='11.5' r='4.5' />
      <path class='mark-dune' d='M3 24c5-7 9-9 13-6s7 3 13-2v8a6 6 0 0 1-6 6H9a6 6 0 0 1-6-6z' />
    </svg>
  )
}
