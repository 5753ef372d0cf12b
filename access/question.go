package access

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
)

// Persons is what is known of persons on the day and at the instant of a question. The
// caller gives it from its own registers, so that this room reads none.
type Persons interface {
	// Known says whether the person is in the register. A look-up that failed is not
	// known: nothing is shown of a person who cannot be looked up.
	Known(n identity.Number) bool
	// Protected says whether the person's identity is protected (OSL 22:1, 21:3).
	Protected(n identity.Number) bool
	// Related says whether two persons stand so near each other that one may not handle
	// the other's matter; Relations counts it.
	Related(a, b identity.Number) bool
}

// Question is whether somebody may do something.
type Question struct {
	Actor    string          // the id of who asks, as in Staff
	Function string          // one of functions.csv
	Party    identity.Number // whose matter it is; None asks for the door alone: may the role come here at all
	Others   []identity.Number
	Benefit  string           // of the matter, its code; "" is not asked for
	Unit     string           // that has the matter; "" is not asked for
	On       calendar.Date    // the day that rights are of
	Now      calendar.Instant // as known at, and the instant that an override must cover
	Persons  Persons          // nil: nobody is known
}

// Matter is the part of a Question that differs along a list.
type Matter struct {
	Party   identity.Number
	Others  []identity.Number
	Benefit string
	Unit    string
}

// Rule is what an answer rests on.
type Rule string

// The rules, in the order they are asked. Those up to RuleProtected are the core: nobody
// goes past them, in whatever role and for whatever reason.
const (
	RuleStaff     Rule = "staff"     // who asks is not, or not now, one of the staff
	RuleNever     Rule = "never"     // nobody may do this
	RuleRole      Rule = "role"      // no role of the person holds the function
	RuleOwn       Rule = "own"       // one's own matter
	RuleFamily    Rule = "family"    // the matter of somebody near
	RuleUnknown   Rule = "unknown"   // a person who is not in the register
	RuleProtected Rule = "protected" // a protected person, and no role for that
	RuleBenefit   Rule = "benefit"   // a benefit that is not one's own: overridable
	RuleUnit      Rule = "unit"      // the matter of another unit: overridable
	RuleOverride  Rule = "override"  // allowed by an override, until it ends
	RuleGranted   Rule = "granted"   // allowed by a role of one's own
	RuleDelegated Rule = "delegated" // allowed by a role of who delegated, see Answer.For
	RuleSearch    Rule = "search"    // a search that selects persons by what it may not, see Together
)

// Why is the reason of an answer: the key of its words and what stands in them. No
// identity number is ever among the arguments.
type Why struct {
	Key  string
	Args []string
}

// Answer is whether it is allowed, and why.
type Answer struct {
	OK  bool
	Why Why
	// Rule is for logs and tests. It is not to be shown where OK is false: an unknown and
	// a protected person have the same words, so that nobody learns who is protected.
	Rule Rule
	Law  statute.Ref
	// Overridable: the person may go on with an Override, which states a reason and ends.
	Overridable bool
	// For is the id of who delegated, when the answer rests on that.
	For string
}
