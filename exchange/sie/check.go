package sie

import (
	"cmp"
	"fmt"
	"slices"

	"balans/law/money"
)

// use notes the first use of an account.
func (r *reader) use(label, account string, line int) {
	if _, before := r.used[account]; !before {
		r.used[account] = Problem{line, label + " account", fmt.Sprintf("account %q is not declared with #KONTO", account), true}
	}
}

// undeclared warns of the accounts that a file with a chart of accounts uses and
// does not declare.
func (r *reader) undeclared() {
	if len(r.declared) == 0 {
		return
	}
	var all []Problem
	for account, p := range r.used {
		if !r.declared[account] {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	for _, p := range all {
		r.problem(p.Line, p.Warning, p.Field, "%s", p.Text)
	}
}

// finish checks what can be checked when all is read.
func (r *reader) finish() {
	if !r.typed {
		r.wrong("SIETYP", "it is missing, and the file is then of type 1, which has no vouchers; expected #SIETYP 4")
	}
	r.undeclared()
	r.balances()
	slices.SortStableFunc(r.f.Problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
}

// balances holds the balances of the year against its rows.
func (r *reader) balances() {
	if r.vouchers == 0 || r.spoiled {
		return // there is nothing to compare, or not all of it
	}
	opening := map[string]Balance{}
	for _, b := range r.f.Opening {
		if b.Year == 0 {
			opening[b.Account] = b
		}
	}
	for _, b := range r.f.Closing {
		if in, both := opening[b.Account]; both && b.Year == 0 {
			r.compare("UB", b, in.Amount, "opening balance and rows")
		}
	}
	for _, b := range r.f.Results {
		if b.Year == 0 {
			r.compare("RES", b, 0, "the rows")
		}
	}
}

// compare says when a balance is not what it comes of.
func (r *reader) compare(label string, b Balance, opening money.Amount, of string) {
	want, err := money.Add(opening, r.turnover[b.Account])
	if err != nil {
		r.problem(b.Line, false, label, "%s of account %s are too large", of, b.Account)
	} else if want != b.Amount {
		r.problem(b.Line, false, label, "account %s has %s; %s give %s", b.Account, b.Amount, of, want)
	}
}
