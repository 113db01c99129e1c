// The topics page: votes, what was seen, new topics, and finding.

import "./ballot.js";
import { find } from "./finder.js";
import "./offers.js";
import { watch } from "./seen.js";
import { steadyList } from "./steady.js";

const list = document.getElementById("topics");

steadyList(list, document.querySelector("[data-new]"));
watch(list);
find();
