import { CALENDAR_FUNCTIONS } from "./calendar.ts";
import { CONDITIONAL_FUNCTIONS } from "./conditional.ts";
import { CONVERSION_FUNCTIONS } from "./conversion.ts";
import { DYNAMIC_FUNCTIONS } from "./dynamic.ts";
import { FORMAT_FUNCTIONS } from "./format-datetime.ts";
import { NUMBER_FUNCTIONS } from "./numbers.ts";
import { PATTERN_FUNCTIONS } from "./patterns.ts";
import type { FunctionFamily } from "./scalar-function.ts";
import { TEXT_FUNCTIONS } from "./text.ts";
import { TIME_FUNCTIONS } from "./time.ts";

/** Every scalar function. A new one is a line in its family. */
export const FUNCTIONS: FunctionFamily = {
  ...TEXT_FUNCTIONS,
  ...CONVERSION_FUNCTIONS,
  ...CONDITIONAL_FUNCTIONS,
  ...DYNAMIC_FUNCTIONS,
  ...TIME_FUNCTIONS,
  ...CALENDAR_FUNCTIONS,
  ...FORMAT_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...PATTERN_FUNCTIONS,
};
