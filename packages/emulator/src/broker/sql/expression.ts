/** Where a property is looked for: among what senders set freely, or among the message's own fields. */
export type PropertyScope = "user" | "sys";

/** A property of a message, as an expression names it. */
export interface PropertyName {
  readonly scope: PropertyScope;
  readonly name: string;
}

/** Operators that compare, and those that calculate. */
export type BinaryOperator = "=" | "<>" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%" | "and" | "or";

/** An expression of Service Bus's SQL, read. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "property"; readonly property: PropertyName }
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "newId" }
  | { readonly kind: "negate"; readonly operand: Expression }
  | { readonly kind: "not"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "isNull"; readonly operand: Expression }
  | { readonly kind: "exists"; readonly property: PropertyName }
  | { readonly kind: "in"; readonly operand: Expression; readonly choices: readonly Expression[] }
  | {
      readonly kind: "like";
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | undefined;
    };

/** One statement of a rule's action. */
export type ActionStatement =
  | { readonly kind: "set"; readonly property: PropertyName; readonly value: Expression }
  | { readonly kind: "remove"; readonly property: PropertyName };
