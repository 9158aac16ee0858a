import type { OperatorCompiler } from "../plan.ts";
import { compileDistinct } from "./distinct.ts";
import { compileFilter } from "./filter.ts";
import { compileJoin } from "./join.ts";
import { compileMvExpand } from "./mv-expand.ts";
import {
  compileExtend,
  compileProject,
  compileProjectAway,
  compileProjectKeep,
  compileProjectRename,
} from "./project.ts";
import { compileSort, compileTop } from "./sort.ts";
import { compileSummarize } from "./summarize.ts";
import { compileCount, compileTake } from "./take.ts";
import { compileUnion } from "./union.ts";

/** Every operator, by the language service's name of its kind. A new one is a file beside these and a line here. */
export const OPERATORS: Readonly<Record<string, OperatorCompiler>> = {
  FilterOperator: compileFilter,
  ProjectOperator: compileProject,
  ProjectAwayOperator: compileProjectAway,
  ProjectKeepOperator: compileProjectKeep,
  ProjectRenameOperator: compileProjectRename,
  ExtendOperator: compileExtend,
  SortOperator: compileSort,
  TopOperator: compileTop,
  TakeOperator: compileTake,
  CountOperator: compileCount,
  DistinctOperator: compileDistinct,
  SummarizeOperator: compileSummarize,
  MvExpandOperator: compileMvExpand,
  JoinOperator: compileJoin,
  UnionOperator: compileUnion,
};
