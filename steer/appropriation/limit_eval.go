package appropriation

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/steer/directive"
)

// The rules that limits rest on, as they are named in refusals and accounts.
const (
	lawDisposable = "6 § anslagsförordningen (2011:223)"
	lawFrames     = "regleringsbrevet, avsnitt 4.3.1"
	lawConditions = "regleringsbrevet, villkor"
	lawAuthorised = "regleringsbrevet, avsnitt 4.3.5"
	lawLoans      = "regleringsbrevet, avsnitt 5.1"
)

// Limits is every limit of a year as it stands on a day: by the edition in force on it, and
// with what is counted by its end. First the items in the letter's order with their
// conditions, then the accounts beside.
func (b *Books) Limits(number int, on calendar.Date) ([]Limit, error) {
	return b.limitsTo(number, on, on)
}

// limitsTo is the limits of the edition in force on one day with what is counted through
// another: what is booked is held against a limit with all of the year, because a limit is
// for the whole year.
func (b *Books) limitsTo(number int, on, to calendar.Date) ([]Limit, error) {
	y, v, err := b.inForce(number, on)
	if err != nil {
		return nil, err
	}
	warn, err := b.params.Value(statute.LimitWarningShare, on)
	if err != nil {
		return nil, err
	}
	all := b.itemLimits(y, v, to)
	all = append(all, y.conditionLimits(v, to)...)
	all = append(all, y.besideLimits(v, to)...)
	for i := range all {
		l := &all[i]
		l.Edition = v.edition.ID
		l.Left = l.Amount.less(l.Used)
		l.Level = levelOf(l.Amount, l.Used, warn.Int64)
	}
	return all, nil
}

// levelOf is how near a limit the use is; warn is in millionths of the limit.
func levelOf(amount Figure, used money.Amount, warn int64) Level {
	at, err := money.MulDiv(max(amount.Amount, 0), warn, 1_000_000, money.Up)
	switch {
	case !amount.Known || err != nil:
		return Unknown
	case used > amount.Amount:
		return Over
	case used == amount.Amount && used != 0:
		return AtLimit
	case used >= at && used > 0:
		return Warns
	}
	return OK
}

// wholeYear is the days of a year.
func (y *year) wholeYear() calendar.Period { return y.upTo(y.lastDay()) }

// itemLimits is what may be disposed of each of the agency's items, and permitted
// excesses.
func (b *Books) itemLimits(y *year, v *view, to calendar.Date) (all []Limit) {
	for i := range v.posts {
		p := &v.posts[i]
		if !p.own {
			continue
		}
		s := y.sum(ItemAccount(p.id), y.upTo(to))
		parts := b.disposable(y, p, &s)
		all = append(all, Limit{ID: LimitID(string(p.id) + "/" + string(Disposable)), Account: ItemAccount(p.id), Kind: Disposable, Line: p.line,
			Text: p.name, Law: lawDisposable, Amount: total(parts), Used: s.outcome(), Parts: parts})
		if s[PermittedColumn] != 0 || s[ExceededColumn] != 0 {
			all = append(all, Limit{ID: LimitID(string(p.id) + "/" + string(Excess)), Account: ItemAccount(p.id), Kind: Excess,
				Text: p.name, Law: lawDisposable, Amount: known(s[PermittedColumn]), Used: s[ExceededColumn],
				Parts: []Part{{What: "permitted", Amount: known(s[PermittedColumn])}}})
		}
	}
	return all
}

func total(parts []Part) (sum Figure) {
	sum.Known = true
	for _, p := range parts {
		sum = sum.plus(p.Amount)
	}
	return sum
}

// disposable is the parts of what may be disposed of an item in the year (6 §): allotted,
// with what was reallocated, plus the saving that may be kept, plus credit, less what was
// withdrawn and the credit used last year; and a permitted excess. What the letter's table
// withdraws and what is booked as withdrawn is of the year's amount; only what is booked as
// withdrawn of the saving is taken from it.
func (b *Books) disposable(y *year, p *post, s *sums) []Part {
	keeps, _ := b.keeps(y, p, s)
	credit, taken, line := Figure{}, Figure{Known: true}, 0
	if p.frame != nil {
		taken, credit, line = printed(p.frame.Withdrawn), printed(p.frame.Credit), p.frame.Line
	}
	beyond := max(0, s[WithdrawnSavingColumn]-max(0, s[OpeningColumn])) // more than there was of a saving
	taken.Amount = -(taken.Amount + s[WithdrawnColumn] + beyond)
	parts := []Part{{What: "allotted", Amount: printed(p.amount), Line: p.line},
		{What: "reallocated", Amount: known(s[ReallocatedColumn])}, keeps,
		{What: "credit", Amount: credit, Line: line}, {What: "credit raised", Amount: known(s[CreditColumn])},
		{What: "credit used", Amount: known(min(s[OpeningColumn], 0))},
		{What: "withdrawn", Amount: taken, Line: line}, {What: "excess", Amount: known(s[PermittedColumn])}}
	return slices.DeleteFunc(parts, func(p Part) bool {
		return p.Amount == Figure{Known: true} && p.What != "allotted" && p.What != "credit"
	})
}

// keeps is what may be kept of a saving carried into the year, when what was withdrawn of it
// by decision is gone, and what lapses: the rest of it, which is carried off as withdrawn
// (7 §). Per cent are of what was allotted the year before; when that letter is not known,
// of this year's, and BaseYear says so. p is nil for an item that the edition does not have.
func (b *Books) keeps(y *year, p *post, s *sums) (part Part, lapses Figure) {
	saving := max(0, max(0, s[OpeningColumn])-s[WithdrawnSavingColumn])
	part = b.keepsOf(y, p, saving)
	return part, known(saving).minus(part.Amount)
}

func (b *Books) keepsOf(y *year, p *post, opening money.Amount) Part {
	part := Part{What: "saving", Amount: known(0)}
	if opening == 0 {
		return part
	}
	if p == nil || p.frame == nil {
		part.Amount.Known = false
		return part
	}
	part.Line, part.Note = p.frame.Line, p.frame.CarryOver
	base, from := b.allottedAtEnd(y.number-1, p.id), y.number-1
	if !base.Known {
		base, from = printed(p.amount), y.number
	}
	if part.Amount = kept(p.frame, opening, base); p.frame.Percent > 0 {
		part.BaseYear = from
	}
	return part
}

// kept is how much of a saving a frame lets be kept; a share is of the base. It is not
// known when the letter's words cannot be read.
func kept(f *directive.Frame, saving money.Amount, base Figure) Figure {
	switch {
	case saving <= 0 || f.None:
		return known(0)
	case f.All:
		return known(saving)
	case f.Kept.Known:
		return known(min(saving, f.Kept.Amount))
	case f.Percent > 0 && base.Known:
		if share, err := money.MulDiv(base.Amount, int64(f.Percent), 10_000, money.Down); err == nil {
			return known(min(saving, share))
		}
	}
	return Figure{}
}

// allottedAtEnd is an item's amount by the last edition of a year.
func (b *Books) allottedAtEnd(number int, id directive.ItemID) Figure {
	if y := b.years[number]; y != nil {
		if v := y.inForce(y.lastDay()); v != nil && v.of(id) != nil {
			return printed(v.of(id).amount)
		}
	}
	return Figure{}
}

// conditionLimits is the conditions with an amount: used is what was booked with their
// purpose, in this or an earlier edition's words.
func (y *year) conditionLimits(v *view, to calendar.Date) (all []Limit) {
	for i := range v.conditions {
		c := &v.conditions[i]
		l := Limit{ID: c.id, Kind: LimitKind(c.Kind), Line: c.Line, Text: c.Text, Law: lawConditions, Agency: c.Agency, Amount: printed(c.Amount),
			Parts: []Part{{What: "the condition", Amount: printed(c.Amount), Line: c.Line}}}
		if c.item != "" {
			l.Account = ItemAccount(c.item)
		}
		for _, id := range c.items {
			l.Used += y.usedFor(ItemAccount(id), c.slug, to)
		}
		all = append(all, l)
	}
	return append(all, y.orphans(v, to)...)
}

// orphans is what was booked with a purpose that the edition in force no longer has.
func (y *year) orphans(v *view, to calendar.Date) (all []Limit) {
	seen := map[LimitID]bool{}
	for a, l := range y.ledgers {
		for i := range l.lines {
			slug, id := l.lines[i].Purpose, LimitID(string(a)+"/"+l.lines[i].Purpose)
			if slug == "" || a.Class() != ItemClass || seen[id] || v.find(a.Item(), slug) != nil {
				continue
			}
			seen[id] = true
			all = append(all, Limit{ID: id, Account: a, Kind: LimitKind(directive.OtherConditions), Law: lawConditions,
				Text: "the edition in force has no such condition", Used: y.usedFor(a, slug, to)})
		}
	}
	slices.SortFunc(all, func(a, b Limit) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// usedFor is the outgoings of an account that were booked with a purpose.
func (y *year) usedFor(a Account, slug string, to calendar.Date) money.Amount {
	var s sums
	if l := y.ledgers[a]; l != nil {
		for i := range l.lines {
			if l.lines[i].Purpose == slug && l.lines[i].Counted <= to {
				s.plus(&l.lines[i])
			}
		}
	}
	return s.outgoings()
}

// besideLimits is the limits of the accounts beside the appropriations.
func (y *year) besideLimits(v *view, to calendar.Date) (all []Limit) {
	l := v.edition.Letter
	for i := range l.Loans {
		f := &l.Loans[i]
		limit := Limit{Line: f.Line, Law: lawLoans, Text: f.Purpose, Amount: printed(f.Sum), Parts: []Part{{What: "granted", Amount: printed(f.Sum), Line: f.Line}}}
		switch f.Kind {
		case directive.LoanFrame:
			limit.Kind, limit.Account, limit.ID = LoanLimit, Loans, LimitID(Loans)+"/frame"
		case directive.InterestAccount:
			limit.Kind, limit.Account, limit.ID = InterestLimit, InterestAccount, LimitID(InterestAccount)+"/credit"
		case directive.AccountCredit:
			limit.Kind, limit.Account = CreditLimit, CreditAccount(f.Purpose)
			limit.ID = LimitID(limit.Account) + "/frame"
		default:
			continue
		}
		limit.Used, limit.Peak = y.owed(limit.Account, to)
		all = append(all, limit)
	}
	for i := range l.Authorisations {
		a := &l.Authorisations[i]
		account := CommitmentAccount(a.Item)
		used, peak := y.owed(account, to)
		all = append(all, Limit{ID: LimitID(account) + "/frame", Account: account, Kind: Authorised, Line: a.Line, Law: lawAuthorised,
			Text: string(a.Item), Amount: printed(a.Frame), Used: used, Peak: peak,
			Parts: []Part{{What: "authorised", Amount: printed(a.Frame), Line: a.Line}}})
	}
	return all
}

// owed is what an account beside the appropriations owes at the end of a day, and the most it owed at the end of a day: debt, commitments outstanding, or how far the
// interest account is below zero.
func (y *year) owed(a Account, to calendar.Date) (now, peak money.Amount) {
	l := y.ledgers[a]
	if l == nil {
		return 0, 0
	}
	var s sums
	for i := range l.lines {
		if l.lines[i].Counted > to {
			break // they are in the order they are counted
		}
		s.plus(&l.lines[i])
		if i+1 == len(l.lines) || l.lines[i+1].Counted != l.lines[i].Counted {
			if now = s.balance(); a.Class() == InterestClass {
				now = max(0, -now)
			}
			peak = max(peak, now)
		}
	}
	return now, peak
}

// balance is what an account beside the appropriations holds: a balance or a debt.
func (s *sums) balance() money.Amount {
	return s[OpeningColumn] + s[InColumn] - s[OutColumn] - s[LapsedColumn] + s[InterestColumn]
}
