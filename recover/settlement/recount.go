package settlement

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/prevent/payout"
	"balans/recover/claim"
	"balans/recover/letter"
)

// Recounted is what a recount found.
type Recounted struct {
	Runs, Settlements, Claims int
	Problems                  []string
}

// Recount computes every settlement anew of the facts it rested on, by the law as it was known
// then, and holds what was stored against it: amounts, claims, letters, the payment run, and the
// run's own sums.
func Recount(ctx context.Context, j *journal.Journal, law func(calendar.Instant) *statute.Parameters) (*Recounted, error) {
	out := &Recounted{}
	runs, err := housing.Runs(ctx, j)
	if err != nil {
		return nil, err
	}
	for i := range runs {
		if !runs[i].Complete {
			out.Problems = append(out.Problems, fmt.Sprintf("the run %s was interrupted; run it again to complete it", runs[i].Name))
			continue
		}
		out.Runs++
		if err := out.run(ctx, j, &runs[i], law(runs[i].At)); err != nil {
			return out, err
		}
	}
	return out, nil
}

// found is what a run's mass write holds beside the settlements.
type found struct {
	claims  map[string]money.Amount // principal by number
	letters map[string]bool
}

func (out *Recounted) run(ctx context.Context, j *journal.Journal, run *housing.RunInfo, law *statute.Parameters) error {
	f, err := findings(ctx, j, run)
	if err != nil {
		return err
	}
	book, err := housing.ReadBook(ctx, j, run.Year, run.Seq())
	if err != nil {
		return err
	}
	known := make(map[string]*housing.Known, len(book.Households))
	for _, k := range book.Households {
		known[k.ID] = k
	}
	rules := housing.New(law)
	problem := func(format string, args ...any) {
		out.Problems = append(out.Problems, fmt.Sprintf("run %s: %s", run.Name, fmt.Sprintf(format, args...)))
	}
	sum, payable := housing.RunInfo{}, payout.RunInfo{Name: PayRun(run)}
	err = housing.ScanRun(ctx, j, run, func(s *housing.Settled) error {
		out.Settlements++
		sum.Households++
		switch s.Outcome {
		case housing.Claim:
			sum.Claims, sum.Claimed = sum.Claims+1, sum.Claimed+s.Amount
		case housing.PayOut:
			sum.PayOuts, sum.PaidOut = sum.PayOuts+1, sum.PaidOut+s.Amount
			if s.Manual == "" {
				payable.Lines, payable.Gross = payable.Lines+1, payable.Gross+s.Amount+s.Charge
			}
		}
		k := known[s.Household]
		if k == nil {
			problem("household %s was settled, and nothing was known of it", s.Household)
			return nil
		}
		if _, _, err := rules.Recompute(k, s); err != nil {
			problem("%v", err)
		}
		out.Claims += f.hold(s, problem)
		return nil
	})
	if sum.Households != run.Households || sum.Claims != run.Claims || sum.Claimed != run.Claimed || sum.PayOuts != run.PayOuts || sum.PaidOut != run.PaidOut {
		problem("it was listed with %d households, %d claims of %s and %d pay-outs of %s, and %d, %d of %s and %d of %s are found", run.Households, run.Claims, run.Claimed, run.PayOuts, run.PaidOut,
			sum.Households, sum.Claims, sum.Claimed, sum.PayOuts, sum.PaidOut)
	}
	for number := range f.claims {
		problem("the claim %s belongs to no settlement", number)
	}
	if err != nil {
		return err
	}
	return planned(ctx, j, &payable, problem)
}

// planned holds what is to be paid out against the payment run it was planned in.
func planned(ctx context.Context, j *journal.Journal, want *payout.RunInfo, problem func(string, ...any)) error {
	runs, err := payout.Runs(ctx, j)
	if err != nil {
		return err
	}
	var had payout.RunInfo
	if i := slices.IndexFunc(runs, func(r payout.RunInfo) bool { return r.Name == want.Name }); i >= 0 {
		had = runs[i]
	}
	if had.Lines != want.Lines || had.Gross != want.Gross {
		problem("%d pay-outs of %s are to be in the payment run %s, and %d of %s are; run the settlement again with its file to complete it", want.Lines, want.Gross, want.Name, had.Lines, had.Gross)
	}
	return nil
}

// hold holds a settlement against its claim and its letter; what was found is taken away.
func (f *found) hold(s *housing.Settled, problem func(string, ...any)) (claims int) {
	if hasLetter(s) && !f.letters[LetterID(s.Number)] {
		problem("the settlement %s has no letter", s.Number)
	}
	principal, there := f.claims[s.Number]
	delete(f.claims, s.Number)
	switch {
	case s.Outcome != housing.Claim || s.Manual != "":
		if there {
			problem("the settlement %s has a claim that the program was not to make", s.Number)
		}
		return 0
	case !there:
		problem("the settlement %s has no claim", s.Number)
	case principal != s.Amount+s.Charge:
		problem("the claim %s is of %s, and its settlement of %s with a charge of %s", s.Number, principal, s.Amount, s.Charge)
	}
	return 1
}

func findings(ctx context.Context, j *journal.Journal, run *housing.RunInfo) (*found, error) {
	f := &found{claims: map[string]money.Amount{}, letters: map[string]bool{}}
	n, err := run.Notes().Notes(ctx, j)
	if err != nil {
		return nil, err
	}
	prefix := letter.Stream("")
	err = j.ScanBetween(ctx, n.First, n.Last, func(e *journal.Event) error {
		switch {
		case e.Cause != run.Stream():
		case e.Kind == letter.KindOrdered:
			f.letters[e.Stream[len(prefix):]] = true
		case e.Kind != housing.KindSettled:
			d, _, err := claim.FromJournal([]journal.Event{*e})
			if err != nil {
				return err
			}
			f.claims[strings.TrimPrefix(e.Stream, claim.Stream(""))] = d.Principal
		}
		return nil
	})
	return f, err
}
