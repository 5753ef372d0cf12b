package assignment

import (
	"cmp"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/steer/directive"
)

// lay puts the facts on the entry. They are in order; a strike holds whatever its day.
func (e *Entry) lay(facts []Fact, on calendar.Date) {
	struck := strikes(facts)
	for _, f := range facts {
		if f.On > on {
			continue
		}
		f.Struck = struck[f.Event]
		e.Facts = append(e.Facts, f)
		if f.Struck != 0 {
			continue
		}
		if ref := refOf(f.Body); !ref.IsNone() && e.find(ref) == nil {
			e.Loose = append(e.Loose, f)
			continue
		}
		e.apply(f)
	}
	for _, d := range e.Deadlines {
		d.settle()
	}
	slices.SortStableFunc(e.Deadlines, func(a, b *Deadline) int {
		return cmp.Or(compareDates(a.Date, b.Date), strings.Compare(a.Ref.String(), b.Ref.String()))
	})
}

// compareDates orders dates; what has no date comes last.
func compareDates(a, b calendar.Date) int {
	if (a == calendar.None) != (b == calendar.None) {
		return -cmp.Compare(a, b)
	}
	return cmp.Compare(a, b)
}

// settle finds the date in force. What was given first comes first, also before a decision
// of a day when the edition known had not yet applied. An edition that prints a date as it did before changes
// nothing, so an extension stands until an edition has another date.
func (d *Deadline) settle() {
	slices.SortStableFunc(d.Changes[1:], func(a, b Change) int { return cmp.Compare(a.Since, b.Since) })
	d.Changes = slices.CompactFunc(d.Changes, func(a, b Change) bool { return a.Date == b.Date })
	last := d.Changes[len(d.Changes)-1]
	if d.Date = last.Date; last.Extended {
		d.Precision = directive.ToDay
	}
}

// strikes is which facts are struck, and by which.
func strikes(facts []Fact) map[int32]int32 {
	struck := map[int32]int32{}
	for _, f := range facts {
		if s, ok := f.Body.(Strike); ok {
			struck[s.Event] = f.Event
		}
	}
	return struck
}

func (e *Entry) find(ref Ref) *Deadline {
	for _, d := range e.Deadlines {
		if d.Ref == ref {
			return d
		}
	}
	return nil
}

// apply adds one fact.
func (e *Entry) apply(f Fact) {
	switch b := f.Body.(type) {
	case SetUnit:
		e.Unit, e.Worker = b.Unit, b.Worker
	case SetPartner:
		e.partner(b)
	case Start:
		if e.Started == calendar.None {
			e.Started = f.On
		}
	case AddDocument:
		d := Document{On: f.On, AddDocument: b, Event: f.Event}
		if b.For.IsNone() {
			e.Documents = append(e.Documents, d)
		} else {
			x := e.find(b.For)
			x.Documents = append(x.Documents, d)
		}
	case Deliver:
		to := &e.Whole
		if !b.For.IsNone() {
			to = &e.find(b.For).Delivery
		}
		if *to == nil { // a second one, of a history taken over, is in Facts
			*to = &Delivery{On: f.On, Deliver: b, Event: f.Event}
		}
	case Extend:
		x := e.find(b.For)
		x.Changes = append(x.Changes, Change{Date: b.Date, Since: f.On, By: b.Reference, Extended: true})
	case SetSuccession:
		e.link(f, b)
	case Note:
		e.Notes = append(e.Notes, f)
	case Close:
		if e.Closed == nil {
			e.Closed = &Closing{On: f.On, Reason: b.Reason, Event: f.Event}
		}
	}
}

func (e *Entry) partner(b SetPartner) {
	i := slices.IndexFunc(e.Partners, func(p Partner) bool { return p.Agency == b.Agency })
	switch {
	case i < 0 && !b.Removed:
		e.Partners = append(e.Partners, Partner{Agency: b.Agency, Contact: b.Contact})
	case i < 0:
	case b.Removed && !e.Partners[i].Letter:
		e.Partners = slices.Delete(e.Partners, i, i+1)
	default:
		e.Partners[i].Contact, e.Partners[i].Removed = b.Contact, b.Removed
	}
}

func (e *Entry) link(f Fact, b SetSuccession) {
	other := func(l Link) bool { return l.Earlier == b.Earlier }
	e.Succession, e.Refused = slices.DeleteFunc(e.Succession, other), slices.DeleteFunc(e.Refused, other)
	l := Link{Later: e.ID, Earlier: b.Earlier, Why: b.Why, Event: f.Event}
	if b.Not {
		e.Refused = append(e.Refused, l)
	} else {
		e.Succession = append(e.Succession, l)
	}
}

// judge says where the entry and its deadlines stand. returns: a series goes on after the
// horizon, so that something is always left.
func (e *Entry) judge(r *Register, returns bool) {
	reopened := false
	if e.Closed != nil {
		for _, d := range e.Deadlines {
			reopened = reopened || d.Dropped == "" && d.Changes[0].Since > e.Closed.On
		}
	}
	delivered, left := 0, 0
	for _, d := range e.Deadlines {
		d.judge(e, r.On)
		switch {
		case d.Delivery != nil:
			delivered++
		case d.Awaited():
			left++
			e.remind(d, r.Remind)
		}
	}
	switch {
	case e.Dropped != "":
		e.State = Dropped
	case e.Closed != nil && !reopened:
		e.State = Closed
	case delivered == 0 && e.Whole == nil && e.Started == calendar.None:
		e.State = Open
	case delivered == 0 && e.Whole == nil:
		e.State = Started
	case left > 0 || returns:
		e.State = PartlyDelivered
	default:
		e.State = Delivered
	}
}

// judge says where a deadline stands on a day.
func (d *Deadline) judge(e *Entry, on calendar.Date) {
	if d.Date != calendar.None {
		d.Days = int(d.Date - on)
		if d.Precision == directive.ToDay && !calendar.IsBankDay(d.Date) {
			d.NextBankDay = calendar.NextBankDay(d.Date)
		}
	}
	switch {
	case d.Delivery != nil:
		d.Status = WasDelivered
		if d.Date != calendar.None && d.Delivery.On > d.Date {
			d.Status, d.Delivery.Late = DeliveredLate, true
		}
	case d.Dropped != "":
		d.Status = NotAsked
	case e.Closed != nil && d.Changes[0].Since <= e.Closed.On:
		d.Status = ClosedOpen
	case d.Date == calendar.None:
		d.Status = Undated
	case d.Date >= on:
		d.Status = Coming
	case d.By != "":
		d.Status = PassedOther
	default:
		d.Status = Late
	}
}

// remind finds the days of reminders: those recorded that still hold, and the usual ones.
func (e *Entry) remind(d *Deadline, usual []int) {
	if d.Date == calendar.None {
		return
	}
	add := func(days int, to string, event int32) {
		if on := d.Date.AddDays(-days); on != calendar.None {
			d.Reminders = append(d.Reminders, Reminder{On: on, Days: days, To: to, Recorded: event})
		}
	}
	for _, days := range usual {
		add(days, e.Unit, 0)
	}
	holds := map[SetReminder]int32{}
	for _, f := range e.Facts {
		b, ok := f.Body.(SetReminder)
		if !ok || f.Struck != 0 || !b.For.IsNone() && b.For != d.Ref {
			continue
		}
		removed := b.Removed
		if b.Removed = false; removed {
			delete(holds, b)
		} else {
			holds[b] = f.Event
		}
	}
	for b, event := range holds {
		add(b.Days, b.To, event)
	}
	slices.SortFunc(d.Reminders, func(a, b Reminder) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Recorded, b.Recorded)) })
}
