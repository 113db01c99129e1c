// Pages without a live part of their own still keep the camp's name and my choices fresh.

import "./ballot.js";
import "./offers.js";
