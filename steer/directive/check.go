package directive

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// CheckKind is what a check holds against what. The id of a finding begins with it.
type CheckKind string

// The kinds of checks.
const (
	CheckSum           CheckKind = "sum"             // a disposer's items add up to the disposer's amount
	CheckItem          CheckKind = "item"            // an item stands once in 4.1 and once in 4.3.1
	CheckName          CheckKind = "name"            // a name is printed alike wherever it stands
	CheckCredit        CheckKind = "credit"          // a credit is a whole percentage of its item, rounded down
	CheckCreditCeiling CheckKind = "credit ceiling"  // a credit is at most a tenth of its item
	CheckCarryOver     CheckKind = "carry-over"      // only items that bear interest keep unused money
	CheckWithdrawal    CheckKind = "withdrawal"      // nothing is withdrawn
	CheckClosed        CheckKind = "closed"          // a closed item stands in no other table
	CheckPension       CheckKind = "pension fee"     // preliminary fee and regulation make the item
	CheckLimit         CheckKind = "limit"           // an amount in a condition is within its item
	CheckLimitSum      CheckKind = "limit sum"       // the amounts in an item's conditions are together within it
	CheckLimitRest     CheckKind = "limit rest"      // an item that is divided in parts is divided in full
	CheckAuthorisation CheckKind = "authorisation"   // the amounts of the years make the frame
	CheckLastYear      CheckKind = "last year"       // the last year of an authorisation is the last with an amount
	CheckPlanSum       CheckKind = "plan sum"        // the payments make the plan's printed total
	CheckPlanTotal     CheckKind = "plan total"      // the plan pays what its items are granted
	CheckPlanParts     CheckKind = "plan parts"      // the payments are equal; the last takes the remainder
	CheckPlanOrder     CheckKind = "plan order"      // the payments fall in the budget year, one after another
	CheckPlanDay       CheckKind = "plan day"        // a payment falls on a bank day
	CheckFeeColumn     CheckKind = "fee column"      // a column of the fee table makes its sum
	CheckFeeResult     CheckKind = "fee result"      // income less cost is the result
	CheckFeeCarried    CheckKind = "fee carried"     // the results so far and this year's make the accumulated result
	CheckDeadlineDay   CheckKind = "deadline day"    // a deadline falls on a bank day
	CheckDeadlineGiven CheckKind = "deadline given"  // a deadline falls after the day of the decision
	CheckDeadlineOrder CheckKind = "deadline order"  // a plan comes before an interim report before a final one
	CheckUnit          CheckKind = "unit"            // the tables say what their amounts are counted in
	CheckGenerations   CheckKind = "generations due" // an assignment and the one it succeeds are not due together
)

// Verdict is the outcome of a check.
type Verdict string

// The verdicts.
const (
	Holds       Verdict = "holds"
	DoesNotHold Verdict = "does not hold"
	Undecidable Verdict = "undecidable" // a value is missing or could not be read
)

// Weight is what it means that a check does not hold.
type Weight string

// The weights.
const (
	Arithmetic Weight = "arithmetic" // the letter contradicts itself in figures or references
	Notice     Weight = "notice"     // information: nothing in the letter is wrong because of it
)

// Finding is the outcome of one check. Every check gives one, also when it holds.
type Finding struct {
	// ID is the kind and what was checked, such as "credit UO10 2:1 ap.1". It is the
	// same in another edition of the letter as long as the thing checked is.
	ID      string
	Kind    CheckKind
	Subject string // what was checked: an item, an assignment's title, a section
	Verdict Verdict
	Weight  Weight
	// Outcome is the outcome in a word or two where a kind has several, such as "5 %"
	// or "no credit"; empty otherwise.
	Outcome string
	Item    ItemID // empty when it concerns no item
	Lines   []int  // of the values that were checked, ascending
	// Expected and Printed are what was computed and what stands, where the check
	// compares amounts. Known is false for what there is none of.
	Expected, Printed Sum
	Says              [2]string // Swedish, English: the subject and what was found, with its figures
	Reading           [2]string // how it can be explained; empty when it need not or cannot be
	// Earlier is, for a credit that rests on another amount than the item's, what that
	// amount can have been, the likeliest first.
	Earlier []EarlierAmount
	Law     string // the act or ordinance the check rests on; empty for plain arithmetic
	Mark    string // how the law is known, as in law/statute; empty without law
}

// Check holds the letter against itself. The findings come in the order of the letter's
// parts, and the same letter gives the same findings.
func Check(l *Letter) []Finding {
	c := newChecker(l)
	c.units()
	c.sums()
	c.itemsInBoth()
	c.names()
	c.credits()
	c.carryOvers()
	c.closedItems()
	c.pensionFees()
	c.limits()
	c.authorisations()
	c.plan()
	c.fees()
	c.deadlines()
	c.generations()
	return c.found
}

// checker collects the findings of one letter.
type checker struct {
	l     *Letter
	items map[ItemID]*Item
	found []Finding
	ids   map[string]int
	plans *planOfItems // nil until it is looked at
}

func newChecker(l *Letter) *checker {
	c := &checker{l: l, items: map[ItemID]*Item{}, ids: map[string]int{}}
	for _, i := range allItems(l) {
		if c.items[i.ID] == nil {
			c.items[i.ID] = i
		}
	}
	return c
}

// allItems is every item of 4.1 in the letter's order.
func allItems(l *Letter) (items []*Item) {
	for a := range l.Appropriations {
		for g := range l.Appropriations[a].Groups {
			group := &l.Appropriations[a].Groups[g]
			for i := range group.Items {
				items = append(items, &group.Items[i])
			}
		}
	}
	return items
}

// about begins a finding: what was checked, and the lines it stands on.
func about(kind CheckKind, what string, lines ...int) Finding {
	return Finding{ID: string(kind) + " " + what, Kind: kind, Subject: what, Verdict: Holds, Weight: Arithmetic, Lines: onLines(lines...)}
}

// add keeps a finding. A second one of the same thing gets its number in the id.
func (c *checker) add(f Finding) {
	for i := range f.Says {
		f.Says[i] = f.Subject + ": " + f.Says[i]
		f.Reading[i] = strings.TrimSpace(f.Reading[i])
	}
	c.ids[f.ID]++
	if n := c.ids[f.ID]; n > 1 {
		f.ID += " (" + strconv.Itoa(n) + ")"
	}
	c.found = append(c.found, f)
}

// says sets the sentence in both languages; each is a format for the same arguments.
func (f *Finding) says(swedish, english string, args ...any) {
	f.Says = [2]string{fmt.Sprintf(swedish, args...), fmt.Sprintf(english, args...)}
}

// reads sets the explanation in both languages.
func (f *Finding) reads(swedish, english string, args ...any) {
	f.Reading = [2]string{fmt.Sprintf(swedish, args...), fmt.Sprintf(english, args...)}
}

// missing makes the finding undecidable and names what is missing.
func (f *Finding) missing(swedish, english string) {
	f.Verdict = Undecidable
	f.Says = [2]string{"kan inte prövas: " + swedish, "cannot be checked: " + english}
}

// equals decides by two amounts and keeps both.
func (f *Finding) equals(expected money.Amount, printed Sum) {
	f.Expected, f.Printed = computed(expected), printed
	if expected != printed.Amount {
		f.Verdict = DoesNotHold
	}
}

// mostRepeats is how many times the same thing is looked at when a letter repeats it, and
// each time is held against all the others: far more than one letter has.
const mostRepeats = 100

// rest tells how many things a check did not look at.
func (c *checker) rest(kind CheckKind, what string, n int, lines []int) {
	if n == 0 {
		return
	}
	f := about(kind, "rest", lines...)
	f.Subject = what
	f.missing(fmt.Sprintf("%d har inte prövats; brevet har fler än som kan jämföras med varandra", n),
		fmt.Sprintf("%d were not looked at; the letter has more than can be compared with each other", n))
	c.add(f)
}

// computed is an amount that stands nowhere in the letter.
func computed(a money.Amount) Sum { return Sum{Amount: a, Known: true} }

// addUp is the sum of what is printed; ok is false when a part is unknown or the sum is
// too large to be counted, and lines are those of the parts.
func addUp(parts ...Sum) (total money.Amount, lines []int, ok bool) {
	ok = true
	for _, p := range parts {
		lines = append(lines, p.Line)
		var err error
		if total, err = money.Add(total, p.Amount); err != nil || !p.Known {
			ok = false
		}
	}
	return total, lines, ok
}

// onLines is line numbers in ascending order, each once and without 0.
func onLines(lines ...int) (out []int) {
	for _, n := range lines {
		if n > 0 {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// tkr is a thousand kronor, the unit of the letter's tables.
const tkr = 1000 * money.Krona

// amountText is an amount with its unit: thousands of kronor when it is whole ones.
func amountText(a money.Amount) string {
	if a%tkr == 0 {
		return (a / 1000).Kronor() + "\u00a0tkr"
	}
	return a.Kronor() + "\u00a0kr"
}

// sumText is an amount as it stands in the letter, for one that may be unknown.
func sumText(s Sum) string {
	switch {
	case s.Known:
		return amountText(s.Amount)
	case strings.TrimSpace(s.Printed) != "":
		return "”" + s.Printed + "”"
	}
	return "–"
}

// isBlank reports whether nothing is printed where an amount can stand; otherwise a
// sum that is not known could not be read.
func (s Sum) isBlank() bool { return !s.Known && strings.Trim(s.Printed, " -–−\u00a0") == "" }

// weekdayText is the name of a weekday in Swedish and English.
func weekdayText(d calendar.Date) [2]string {
	names := [7][2]string{{"söndag", "Sunday"}, {"måndag", "Monday"}, {"tisdag", "Tuesday"}, {"onsdag", "Wednesday"},
		{"torsdag", "Thursday"}, {"fredag", "Friday"}, {"lördag", "Saturday"}}
	return names[d.Weekday()]
}
