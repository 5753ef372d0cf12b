package housing

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
)

// Reconciliation settles the households of a year whose incomes a file tells as assessed
// (exchange/assessedcsv). It computes and lists; what follows of each settlement is written
// with it by who carries it out (recover/settlement).
type Reconciliation struct {
	Year     int
	File     string
	In       io.Reader
	Actor    string
	On       calendar.Date // of the decisions; None or 0: today
	LeaveOut bool          // settle the others when some households are bad
	// Law is the parameters as they were known at an instant.
	Law      func(at calendar.Instant) *statute.Parameters
	Progress func(phase string, done, total int64) // may be nil; what follows of a run calls it from several goroutines
}

// Prepared is a reconciliation that is computed and not yet written.
type Prepared struct {
	Run     RunInfo
	Law     *SettlementLaw
	Rules   *Rules
	Known   []*Known  // of each settlement
	Settled []Settled // by applicant and household
	Totals  Totals
	Faults  []error // of households that are left out
	// Unchanged are households that were settled before with the same incomes.
	Unchanged int
	// Waiting are households of the year that are not settled, now or before: no file has told of
	// them, or they were left out.
	Waiting int
	// Already says that the file was settled before, and nothing told since changes anything;
	// Resumed that it was interrupted.
	Already, Resumed bool
	// Before is the run that the same file was settled by, where what was told since makes it one
	// more; nil otherwise.
	Before        *RunInfo
	runs, intakes int // that were listed when it was computed
}

// Prepare reads and computes. The error is a *BadFile when households are bad and are not to be
// left out.
func (r *Reconciliation) Prepare(ctx context.Context, j *journal.Journal) (*Prepared, error) {
	now := calendar.InstantOf(j.Now())
	text, digest, err := readWhole(r.File, r.In, r.Actor, &r.On, now.Date())
	if err != nil {
		return nil, err
	}
	if r.On <= calendar.New(r.Year, 12, 31) {
		return nil, &InputError{"year", fmt.Sprintf("%d is not over on %s, so that no final tax is decided for it", r.Year, r.On), "SFB 98:5"}
	}
	p := &Prepared{}
	runs, err := Runs(ctx, j)
	if err != nil {
		return nil, err
	}
	p.runs = len(runs)
	before, at := Everything, now
	p.Run = RunInfo{Name: r.name(runs), Year: r.Year, File: r.File, SHA256: digest, On: r.On, Actor: r.Actor}
	for i := range runs {
		if runs[i].SHA256 == digest && runs[i].Year == r.Year {
			p.Before = &runs[i]
		}
	}
	if had := p.Before; had != nil && !had.Complete {
		p.Run, p.Before, p.Resumed = *had, nil, true
		before, at, r.On, r.LeaveOut = had.seq, had.At, had.On, true
	} else if had != nil {
		if told, err := toldSince(ctx, j, had, runs); err != nil || !told {
			return already(had), err
		}
	}
	if err := r.settle(ctx, j, p, text, before, at); err != nil {
		return nil, err
	}
	if p.Before != nil && len(p.Settled) == 0 && len(p.Faults) == 0 {
		return already(p.Before), nil
	}
	return p, nil
}

// already is a run that was made.
func already(had *RunInfo) *Prepared { return &Prepared{Run: *had, Already: true} }

// toldSince says whether a file of households of the year was taken in after a run: the same
// incomes may then settle those it left out, and others to something else. They may not when
// other incomes have been settled since.
func toldSince(ctx context.Context, j *journal.Journal, run *RunInfo, runs []RunInfo) (bool, error) {
	if slices.ContainsFunc(runs, func(x RunInfo) bool { return x.Year == run.Year && x.seq > run.seq && x.SHA256 != run.SHA256 }) {
		return false, nil
	}
	intakes, err := Intakes(ctx, j)
	return slices.ContainsFunc(intakes, func(x IntakeInfo) bool { return x.Year == run.Year && x.seq > run.seq }), err
}

// ofYear refuses a year whose months have another income than the calendar year's: the year's
// assessed incomes do not settle it.
func (r *Rules) ofYear(year int) error {
	for _, on := range []calendar.Date{calendar.New(year, 1, 1), calendar.New(year, 12, 31)} {
		v, err := r.law.Value(statute.HousingIncomeBasis, on)
		if err != nil {
			return err
		}
		if v.Int64 != BasisYear {
			return &InputError{statute.HousingIncomeBasis, fmt.Sprintf("%s has income basis %d: its allowances are of single months and are not settled by the year", on, v.Int64), "SFB 97:3"}
		}
	}
	return nil
}

// name is the next name of a run of the year.
func (r *Reconciliation) name(runs []RunInfo) string {
	n := 1
	for _, x := range runs {
		if x.Year == r.Year {
			n++
		}
	}
	return fmt.Sprintf("%d-%d", r.Year, n)
}

func (r *Reconciliation) settle(ctx context.Context, j *journal.Journal, p *Prepared, text []byte, before int64, at calendar.Instant) (err error) {
	p.Rules = New(r.Law(at))
	if p.Law, err = p.Rules.SettlementLaw(r.Year); err != nil {
		return err
	}
	if err := p.Rules.ofYear(r.Year); err != nil {
		return err
	}
	book, err := ReadBook(ctx, j, r.Year, before)
	if err != nil {
		return err
	}
	p.intakes = book.intakes
	if len(book.Incomplete) > 0 {
		return fmt.Errorf("%w: %v", ErrBusy, book.Incomplete)
	}
	groups, faults, err := readAssessed(r.File, r.Year, bytes.NewReader(text))
	if err != nil {
		return err
	}
	p.Faults = faults
	if err := r.match(p, book, groups); err != nil {
		return err
	}
	slices.SortStableFunc(p.Faults, func(x, y error) int { return cmp.Compare(lineOf(x), lineOf(y)) })
	if len(p.Faults) > 0 && !r.LeaveOut {
		return &BadFile{r.File, p.Faults}
	}
	t := &p.Totals
	info := RunInfo{Households: len(p.Settled), Claims: t.By[Claim].Count, Claimed: t.By[Claim].Amount, PayOuts: t.By[PayOut].Count, PaidOut: t.By[PayOut].Amount, LeftOut: households(p.Faults)}
	if p.Resumed && (info.Households != p.Run.Households || info.Claims != p.Run.Claims || info.Claimed != p.Run.Claimed || info.PaidOut != p.Run.PaidOut) {
		return fmt.Errorf("housing: run %s was listed with %d households and claims of %s, and comes to %d and %s now; run `balans verify`", p.Run.Name, p.Run.Households, p.Run.Claimed, info.Households, info.Claimed)
	}
	x := &p.Run
	x.Households, x.Claims, x.Claimed, x.PayOuts, x.PaidOut, x.LeftOut = info.Households, info.Claims, info.Claimed, info.PayOuts, info.PaidOut, info.LeftOut
	return nil
}

// Written gives what was written of the run before it was interrupted, by household.
func (p *Prepared) Written(ctx context.Context, j *journal.Journal) (map[string]*Settled, error) {
	all := map[string]*Settled{}
	if !p.Resumed && !p.Already {
		return all, nil
	}
	err := ScanRun(ctx, j, &p.Run, func(s *Settled) error {
		all[s.Household] = s
		return nil
	})
	return all, err
}

// List notes that the run begins; what is written of it afterwards is completed by doing the
// same again. The error is ErrBusy when a run or a file of households was listed since it was
// computed: it rests on what was told before it is listed.
func (p *Prepared) List(ctx context.Context, j *journal.Journal) error {
	if p.Resumed || p.Already {
		return nil
	}
	return listed(ctx, j, runsStream, KindRun, p.Run, p.runs, p.Run.On, p.Run.Actor, &p.Run.At, &p.Run.seq, journal.Append{Stream: intakesStream, Expected: int32(p.intakes)})
}

// told is a household as a file tells it.
type told struct {
	ID      string
	Line    int
	Persons [2]identity.Number
	TaxOn   [2]calendar.Date
	Assessed
}

// match holds what the file tells against the households there are, and settles each.
func (r *Reconciliation) match(p *Prepared, book *Book, groups []told) error {
	if len(book.Households) == 0 {
		return &InputError{"year", fmt.Sprintf("nothing is known of %d; take in what was decided and paid first (`balans housing import`)", r.Year), "SFB 98:5"}
	}
	if err := r.ofTheYear(groups, book); err != nil {
		return err
	}
	byID := make(map[string]*told, len(groups))
	for i := range groups {
		byID[groups[i].ID] = &groups[i]
	}
	law, err := p.Rules.incomeLaw(r.Year)
	if err != nil {
		return err
	}
	p.Settled, p.Known = make([]Settled, 0, len(groups)), make([]*Known, 0, len(groups))
	var y Year
	for _, k := range book.Households {
		done, err := r.one(p, k, byID, law, &y)
		if err != nil {
			return fmt.Errorf("household %s: %w", k.ID, err)
		}
		if !done && k.Last() == nil {
			p.Waiting++
		}
	}
	for i := range groups {
		if byID[groups[i].ID] != nil {
			p.Faults = append(p.Faults, &HouseholdError{r.File, groups[i].Line, groups[i].ID, fmt.Errorf("nothing is known of it for %d; take in what was decided and paid first (`balans housing import`)", r.Year)})
		}
	}
	return nil
}

// ofTheYear refuses a file that seems to be of another year: the file does not say which, and
// the final tax of most is decided in the year after. Where the year was settled
// before, later decisions are what is expected.
func (r *Reconciliation) ofTheYear(groups []told, book *Book) error {
	if slices.ContainsFunc(book.Households, func(k *Known) bool { return k.Last() != nil }) {
		return nil
	}
	others := 0
	for i := range groups {
		if groups[i].TaxOn[0].Year() != r.Year+1 {
			others++
		}
	}
	if 2*others > len(groups) {
		return &InputError{"decided_on", fmt.Sprintf("the final tax of most households in %s was not decided in %d, the year after %d; is the file of another year?", r.File, r.Year+1, r.Year), "SFB 98:5"}
	}
	return nil
}

// one settles a household that the file tells of; done says that it is settled.
func (r *Reconciliation) one(p *Prepared, k *Known, byID map[string]*told, law *incomeLaw, y *Year) (done bool, err error) {
	g := byID[k.ID]
	if g == nil {
		return false, nil
	}
	delete(byID, k.ID)
	g.order(k.Party)
	why := r.fits(g, k)
	if why == nil {
		why = g.check()
	}
	if why == nil && k.Last() != nil && r.On > p.Law.Until {
		why = &InputError{"decided_on", fmt.Sprintf("the household was settled before, and a changed tax decision gives a new final allowance until %s", p.Law.Until), "SFB 98:9"}
	}
	if why != nil {
		p.Faults = append(p.Faults, &HouseholdError{r.File, g.Line, k.ID, why})
		return false, nil
	}
	base, err := law.checked(&g.Assessed)
	if err != nil {
		p.Faults = append(p.Faults, &HouseholdError{r.File, g.Line, k.ID, err})
		return false, nil
	}
	if err := p.Rules.Year(r.Year, k.Stretches, YearEqual(base.Sums()), y); err != nil {
		return false, err
	}
	if last := k.Last(); last != nil && last.Assessed.same(&g.Assessed) {
		if s := p.Law.Settle(y, k.Earlier()); s.Outcome == Nothing && s.Final == last.Final && s.Paid == last.Settlement.Paid {
			p.Unchanged++
			return true, nil
		}
	}
	p.add(k, g, base.Sums(), y)
	return true, nil
}

// add settles a household.
func (p *Prepared) add(k *Known, g *told, base [2]money.Amount, y *Year) {
	s := Settled{Run: p.Run.Name, Household: k.ID, Year: k.Year, Party: k.Party, Spouse: k.Spouse, Assessed: g.Assessed, TaxOn: g.TaxOn, Base: base, On: p.Run.On,
		Settlement: p.Law.Settle(y, k.Earlier())}
	s.Number = fmt.Sprintf("A%s-%07d", p.Run.Name, len(p.Settled)+1)
	p.Totals.add(k, &s)
	p.Settled, p.Known = append(p.Settled, s), append(p.Known, k)
}

// fits says why what the file tells does not fit the household; nil when it does.
func (r *Reconciliation) fits(g *told, k *Known) error {
	switch {
	case r.On < g.TaxOn[0] || g.Spouse && r.On < g.TaxOn[1]:
		return &InputError{"decided_on", fmt.Sprintf("the final tax was decided after %s, the day of the settlement", r.On), "SFB 98:5"}
	case k.Last() != nil && (g.TaxOn[0] < k.Last().TaxOn[0] || g.Spouse && k.Last().Assessed.Spouse && g.TaxOn[1] < k.Last().TaxOn[1]):
		return &InputError{"decided_on", "the household was settled by a later tax decision than this one", "SFB 98:9"}
	case g.Persons[0] != k.Party:
		return &InputError{"person", fmt.Sprintf("the applicant is another, %s; rows of adults are of the applicant and the spouse", k.Party.Masked()), "SFB 97:3"}
	case g.Spouse && !k.HasSpouse():
		return &InputError{"person", "there is a second adult, and the household had no spouse in the year", "SFB 97:3"}
	case g.Spouse && g.Persons[1] != k.Spouse:
		return &InputError{"person", fmt.Sprintf("the spouse is another, %s", k.Spouse.Masked()), "SFB 97:3"}
	case !g.Spouse && k.HasSpouse():
		return &InputError{"person", "the spouse's assessed income is missing; the household is settled when both are known", "SFB 97:3"}
	}
	return nil
}

// same says whether two assessments say the same.
func (a *Assessed) same(b *Assessed) bool {
	return a.Year == b.Year && a.Spouse == b.Spouse && a.Adults == b.Adults && slices.Equal(a.Children, b.Children)
}

// Total is how many there are and what they come to.
type Total struct {
	Count  int          `json:"count"`
	Amount money.Amount `json:"amount_ore"`
	Charge money.Amount `json:"charge_ore"`
}

func (t *Total) add(s *Settlement, amount money.Amount) {
	t.Count++
	t.Amount += amount
	t.Charge += s.Charge
}

// Totals is what a reconciliation comes to. Below are the differences that are less than what
// is settled: too much paid, and too little.
type Totals struct {
	Households int          `json:"households"`
	Paid       money.Amount `json:"paid_ore"`
	Final      money.Amount `json:"final_ore"` // each to the nearest öre
	By         [3]Total     `json:"by_outcome"`
	Families   [3]Total     `json:"families"`
	Young      [3]Total     `json:"young"`
	BelowOver  Total        `json:"below_too_much"`
	BelowUnder Total        `json:"below_too_little"`
	Exact      int          `json:"exact"`   // no difference at all
	Changes    int          `json:"changes"` // settled before
	// ChargeUnknown: no charge or supplement is computed.
	ChargeUnknown bool `json:"charge_unknown"`
}

func (t *Totals) add(k *Known, s *Settled) {
	t.Households++
	t.Paid += s.Settlement.Paid
	t.Final += s.Final.Ore()
	t.By[s.Outcome].add(&s.Settlement, s.Amount)
	forms := &t.Families
	if k.Stretches[0].Form == Young {
		forms = &t.Young
	}
	forms[s.Outcome].add(&s.Settlement, s.Amount)
	t.ChargeUnknown = t.ChargeUnknown || s.ChargeUnknown
	if k.Last() != nil {
		t.Changes++
	}
	if s.Outcome != Nothing {
		return
	}
	switch d := s.Difference.Ore(); {
	case s.Difference < 0:
		t.BelowOver.add(&s.Settlement, -d)
	case s.Difference > 0:
		t.BelowUnder.add(&s.Settlement, d)
	default:
		t.Exact++
	}
}
