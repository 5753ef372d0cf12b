package appropriation

import (
	"cmp"
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/directive"
)

// flowKey tells flows apart: two with the same key are the same flow, as known at
// different instants.
type flowKey struct {
	item         directive.ItemID
	day          calendar.Date
	kind         Kind
	source, ref  string
	leftOutWords string
}

// takeFlows counts the flows. What a closed month holds is what was known when it was
// closed; what has become known of it since, more or less, is counted on the first day
// that was open after that. So the flows are asked for as known at each closing and now,
// and of days that were closed before only the difference to the time before is taken.
func (b *Books) takeFlows(flows Flows) error {
	if flows == nil || len(b.years) == 0 {
		return nil
	}
	all := b.Years()
	first, last := calendar.New(all[0], 1, 1), calendar.New(all[len(all)-1], 12, 31)
	before, open := map[flowKey]Flow{}, first
	stage := func(through calendar.Date, k calendar.Instant) error {
		if through < first {
			return nil
		}
		now, err := askFlows(flows, calendar.Period{From: first, To: through}, k)
		if err != nil {
			return err
		}
		for _, f := range change(before, now) {
			if err := b.flow(f, max(f.Day, open)); err != nil {
				return err
			}
		}
		before, open = now, through+1
		return nil
	}
	for _, c := range b.closings {
		if err := stage(min(c.Through, last), c.At); err != nil {
			return err
		}
	}
	return stage(last, b.KnownAt)
}

// askFlows asks and holds the answer to what was asked.
func askFlows(flows Flows, p calendar.Period, k calendar.Instant) (map[flowKey]Flow, error) {
	list, err := flows(p.From, p.To, k)
	if err != nil {
		return nil, fmt.Errorf("the flows of %s as known at %s: %w", p, k, err)
	}
	out := make(map[flowKey]Flow, len(list))
	for _, f := range list {
		switch {
		case !p.Contains(f.Day):
			return nil, fmt.Errorf("the flows of %s from %s hold one of %s", p, f.Source, f.Day)
		case max(f.Amount, -f.Amount) > mostAmount:
			return nil, fmt.Errorf("%w: the flow of %s on %s from %s", ErrTooLarge, f.Ref, f.Day, f.Source)
		case f.Kind != Payment && f.Kind != Repayment:
			return nil, fmt.Errorf("a flow of %s from %s has the kind %q; it is to be %s or %s", f.Day, f.Source, f.Kind, Payment, Repayment)
		}
		key := flowKey{f.Item, f.Day, f.Kind, f.Source, f.Ref, f.LeftOut}
		if have, ok := out[key]; ok {
			f.Amount += have.Amount
			f.Count += have.Count
		}
		out[key] = f
	}
	return out, nil
}

// change is what has to be added to the flows before to get those now, in a fixed order.
func change(before, now map[flowKey]Flow) (out []Flow) {
	for k, f := range now {
		have := before[k]
		f.Amount -= have.Amount
		f.Count -= have.Count
		if f.Amount != 0 || f.Count != 0 {
			out = append(out, f)
		}
	}
	for k, f := range before {
		if _, still := now[k]; !still {
			f.Amount, f.Count = -f.Amount, -f.Count
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b Flow) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Source, b.Source),
			cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.LeftOut, b.LeftOut))
	})
	return out
}

// flow puts a flow where it is counted, or among what is left out.
func (b *Books) flow(f Flow, counted calendar.Date) error {
	reason := f.LeftOut
	y := b.years[counted.Year()]
	switch {
	case f.Item == "" && reason == "":
		reason = "it belongs to no item"
	case f.Item == "":
	case y == nil:
		reason = fmt.Sprintf("no letter for %d is known", counted.Year())
	default:
		reason = y.refuses(f.Item)
	}
	if reason != "" {
		return b.leave(counted.Year(), f, reason)
	}
	y.add(Line{Counted: counted, Day: f.Day, Account: ItemAccount(f.Item), Kind: f.Kind, Amount: f.Amount, Count: f.Count, Flow: &f})
	return nil
}

// refuses says why an item of a flow is not in the year's books, or "".
func (y *year) refuses(id directive.ItemID) string {
	for _, v := range slices.Backward(y.views) {
		if p := v.of(id); p != nil && !p.own {
			return fmt.Sprintf("%s is disposed of by %s", id, p.disposer)
		} else if p != nil {
			return ""
		}
	}
	return fmt.Sprintf("the letter for %d has no item %s", y.number, id)
}

// leave adds to what is left out.
func (b *Books) leave(number int, f Flow, reason string) error {
	for i := range b.leftOut {
		l := &b.leftOut[i]
		if l.Year == number && l.Source == f.Source && l.Ref == f.Ref && l.Kind == f.Kind && l.Reason == reason {
			sum, err := money.Add(l.Amount, f.Amount)
			if err != nil {
				return ErrTooLarge
			}
			l.Amount, l.Count = sum, l.Count+f.Count
			return nil
		}
	}
	b.leftOut = append(b.leftOut, LeftOut{Year: number, Source: f.Source, Ref: f.Ref, Kind: f.Kind, Reason: reason, Amount: f.Amount, Count: f.Count})
	return nil
}
