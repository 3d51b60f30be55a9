// A field of a form, with what is said about it before and after: a hint, and what is wrong with it.
import type { ComponentChildren, RefObject } from "preact";
import { useState } from "preact/hooks";
import { words } from "../messages/messages.ts";

interface Props {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly autocomplete: "username" | "current-password" | "new-password" | "off";
  readonly hint?: string | undefined;
  /** What is wrong with what stands in the field; undefined where that is said elsewhere. */
  readonly problem?: string | null;
  /** Something is wrong with it that is said elsewhere. */
  readonly invalid?: boolean;
  /** The ids of that elsewhere, and of what else the field is to be read with. */
  readonly describedBy?: string;
}

type InputProps = Omit<Props, "label" | "hint" | "problem"> & { readonly type: "text" | "password"; readonly described: string };

function Input({ id, name, input, autocomplete, invalid, type, described }: InputProps) {
  return (
    <input
      ref={input}
      id={id}
      name={name}
      type={type as "password"}
      autocomplete={autocomplete}
      autocapitalize="none"
      spellcheck={false}
      required
      aria-invalid={invalid}
      aria-describedby={described}
    />
  );
}

function Framed({ id, label, hint, problem, children }: Pick<Props, "id" | "label" | "hint" | "problem"> & { children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} class="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

const inputProps = (props: Props) => ({
  ...props,
  invalid: props.invalid === true || Boolean(props.problem),
  described: [
    props.hint !== undefined && `${props.id}-hint`,
    props.problem !== undefined && `${props.id}-problem`,
    props.describedBy,
  ]
    .filter(Boolean)
    .join(" "),
});

export function TextField(props: Props) {
  return (
    <Framed {...props}>
      <Input {...inputProps(props)} type="text" />
    </Framed>
  );
}

export function PasswordField(props: Props) {
  const [shown, setShown] = useState(false);
  const { account } = words();
  const toggle = shown ? account.hidePassword : account.showPassword;
  return (
    <Framed {...props}>
      <div class="field-row">
        <Input {...inputProps(props)} type={shown ? "text" : "password"} />
        <button type="button" class="plain" aria-label={toggle.label(props.label)} aria-pressed={shown} onClick={() => setShown(!shown)}>
          {toggle.action}
        </button>
      </div>
    </Framed>
  );
}
