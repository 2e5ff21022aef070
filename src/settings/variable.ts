/** A setting that is a flag and a variable of the environment: rows of the tables beside this file. */
export interface Variable {
  /** Of the flag: `--grace-seconds`. */
  flag: string;
  variable: string;
  describe: string;
  /** null: none. */
  byDefault: string | null;
}

export function variable({ prefix, ...rest }: Omit<Variable, 'variable'> & { prefix: string }): Variable {
  return { ...rest, variable: `${prefix}_${rest.flag.toUpperCase().replaceAll('-', '_')}` };
}

/** What the kubelet sets for a Service that is called `straggler`: STRAGGLER_PORT=tcp://10.96.7.7:8080. No setting begins so. */
const SERVICE_LINK = /^(?:tcp|udp|sctp):\/\//;

/** The values that the environment has for a table. */
export function textsOf<Name extends string>(
  table: Readonly<Record<Name, Variable>>,
  text: (variable: string) => string | null,
): Readonly<Partial<Record<Name, string>>> {
  const entries = Object.entries<Variable>(table).flatMap(([name, row]) => {
    const value = text(row.variable);
    return value === null || SERVICE_LINK.test(value) ? [] : [[name, value]];
  });
  return Object.freeze(Object.fromEntries(entries) as Partial<Record<Name, string>>);
}
