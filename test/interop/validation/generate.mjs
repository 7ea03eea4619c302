// Valid documents are made by walking through a schema at random.
import {
  getNamedType, getNullableType, GraphQLNonNull, isAbstractType, isCompositeType, isEnumType, isInputObjectType,
  isLeafType, isListType, isNonNullType, isRequiredArgument, isRequiredInputField,
} from 'graphql';

const SCALARS = {
  Int: (random) => `${random.below(100)}`,
  Float: (random) => `${random.below(100)}.5`,
  String: (random) => random.of(['"text"', '""', '"""block"""', '"\\u00e9"']),
  Boolean: (random) => random.of(['true', 'false']),
  ID: (random) => random.of(['"id"', '7']),
};

export function generate(schema, random) {
  return new Generator(schema, random).document();
}

class Generator {
  constructor(schema, random) {
    this.schema = schema;
    this.random = random;
    this.fragments = [];
    this.keys = 0;
    this.closed = false;
  }

  document() {
    const roots = ['query', 'mutation', 'subscription'].filter((kind) => this.schema.getRootType(kind));
    const operations = [];
    for (let i = 0; i <= this.random.below(2); i++) operations.push(this.operation(this.random.of(roots), i));
    return [...operations, ...this.fragments].join('\n\n') + '\n';
  }

  operation(kind, index) {
    this.variables = new Map();
    const type = this.schema.getRootType(kind);
    const selections = kind === 'subscription'
      ? `{ ${this.field(this.random.of(Object.values(type.getFields())), 3)} }`
      : this.selections(type, 4);
    const variables = [...this.variables].map(([name, written]) => `$${name}: ${written}`);
    return `${kind} Operation${index}${variables.length ? `(${variables.join(', ')})` : ''} ${selections}`;
  }

  selections(type, depth) {
    const parts = [];
    const fields = type.getFields ? Object.values(type.getFields()) : [];
    for (let i = 0; i < 1 + this.random.below(4) && fields.length; i++) {
      const field = this.random.of(fields);
      if (isLeafType(getNamedType(field.type)) || depth > 0) parts.push(this.field(field, depth - 1));
    }
    if (isAbstractType(type)) {
      const possible = this.random.of(this.schema.getPossibleTypes(type));
      if (depth > 0) parts.push(`... on ${possible.name} ${this.selections(possible, depth - 1)}`);
    } else if (depth > 0 && this.random.chance(0.15)) {
      parts.push(this.fragment(type, depth - 1));
    }
    if (parts.length === 0 || this.random.chance(0.2)) parts.push('__typename');
    return `{\n${parts.join('\n')}\n}`;
  }

  fragment(type, depth) {
    const name = `Part${this.fragments.length}`;
    this.fragments.push('');
    const { closed } = this;
    this.closed = true; // Several operations may come to use a fragment, so it uses no variables.
    const index = this.fragments.length - 1;
    this.fragments[index] = `fragment ${name} on ${type.name} ${this.selections(type, depth)}`;
    this.closed = closed;
    return `...${name}`;
  }

  field(field, depth) {
    const given = field.args.filter((arg) => isRequiredArgument(arg) || this.random.chance(0.3))
      .map((arg) => `${arg.name}: ${this.input(arg.type, 2)}`);
    const directive = this.random.chance(0.1) ? ` @include(if: ${SCALARS.Boolean(this.random)})` : '';
    const type = getNamedType(field.type);
    // A key of its own keeps what is made at random from conflicts; mutation makes them.
    return `k${this.keys++}: ${field.name}` + (given.length ? `(${given.join(', ')})` : '') + directive +
      (isCompositeType(type) ? ` ${this.selections(type, depth)}` : '');
  }

  input(type, depth) {
    if (this.closed || !this.random.chance(0.3)) return this.literal(type, depth);
    const name = `v${this.variables.size}`;
    this.variables.set(name, String(type));
    return `$${name}`;
  }

  literal(type, depth) {
    if (!isNonNullType(type) && this.random.chance(0.05)) return 'null';
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      return this.random.chance(0.2) && !isListType(getNullableType(nullable.ofType))
        ? this.literal(nullable.ofType, depth) : `[${this.literal(nullable.ofType, depth)}]`;
    }
    if (isEnumType(nullable)) return this.random.of(nullable.getValues()).name;
    if (isInputObjectType(nullable)) {
      const all = Object.values(nullable.getFields());
      const fields = nullable.isOneOf ? [this.random.of(all)]
        : all.filter((one) => isRequiredInputField(one) || (depth > 0 && this.random.chance(0.3)));
      const value = (one) => this.input(nullable.isOneOf ? new GraphQLNonNull(one.type) : one.type, depth - 1);
      return `{ ${fields.map((one) => `${one.name}: ${value(one)}`).join(', ')} }`;
    }
    return (SCALARS[nullable.name] ?? SCALARS.String)(this.random);
  }
}
