package demo

import (
	"slices"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

var (
	titlesFrom   = calendar.New(2019, time.January, 1) // first decision day of OLD claims whose titles were taken over
	messagesFrom = lastDay.AddYears(-1)                // first day of hand-overs whose messages are kept
)

const (
	applicationFee = 300_00 // öre, for an order to pay (KFMAF 1)
	replyDays      = 10     // to a demand
)

// titles tells how an OLD claim came to Kronofogden: a demand, an order to pay and
// a title before the enforcement.
func (l *life) titles() {
	i := l.find(claim.Referred)
	if i < 0 || l.d.decided < titlesFrom {
		return
	}
	on, since := l.events[i].OccurredOn, l.due
	for j := range i {
		switch l.events[j].Kind {
		case claim.PlanEnded, claim.PlanBreached, claim.SetoffEnded, claim.RestructuringEnded, claim.DeferralEnded:
			since = max(since, l.events[j].OccurredOn)
		}
	}
	room := min(int(on-since)-1, 130+l.c.below(60))
	if room < 30 {
		return
	}
	at := func(from, to int) calendar.Date {
		return l.within(on.AddDays(-room*l.c.between(from, to)/100), since+1, on)
	}
	demanded := at(88, 98)
	l.demand(demanded, l.c.often(500))
	applied := max(at(44, 50), demanded.AddDays(replyDays+1))
	l.note(atStart, claim.OrderApplied, applied, "")
	l.charge(atStart, applied, claim.Cost, "payment_order", applicationFee)
	if l.c.often(40 * min(l.rarity, 6)) {
		l.note(atStart, claim.OrderDisputed, at(30, 40), "")
	}
	l.note(atStart, claim.TitleGranted, at(4, 18), "")
}

// demand sends a debt-collection demand (INKL 5).
func (l *life) demand(on calendar.Date, received bool) {
	l.also(atStart, claim.Event{Kind: claim.Demanded, OccurredOn: on, Mode: "letter", Details: until(on.AddDays(replyDays))})
	if received {
		l.note(atStart, claim.NoticeReceived, on.AddDays(l.c.between(3, 8)), "letter")
	}
}

// messages tells of what was sent to Kronofogden about a NEW claim, and answered.
func (l *life) messages() {
	i := l.find(claim.Referred)
	if i < 0 {
		return
	}
	if back := l.find(claim.Returned); back >= 0 {
		l.recalls(l.events[i].OccurredOn, l.events[back].OccurredOn)
	}
	if l.events[i].OccurredOn >= messagesFrom {
		l.handOverMessages(i)
	}
}

// handOverMessages are those about the hand-over that event i completes.
func (l *life) handOverMessages(i int) {
	on, amount := l.events[i].OccurredOn, l.events[i].Amount
	from := max(l.law.LastDayToContest(l.served)+1, l.due+1)
	if i > 0 { // what is handed over is what was left that day
		from = max(from, l.events[i-1].OccurredOn+1)
	}
	room := int(on - from)
	if room < 0 {
		return
	}
	bank := func(day calendar.Date) calendar.Date { return l.within(day, from, on) }
	send := func(day calendar.Date) {
		l.also(atStart, claim.Event{Kind: claim.HandoverSent, OccurredOn: day, Amount: amount, ToPrincipal: amount})
	}
	sent := bank(on.AddDays(-min(room, l.c.between(2, 6))))
	if room >= 16 && l.c.often(60*min(l.rarity, 4)) { // refused at first, and corrected
		refused := bank(sent.AddDays(-l.c.between(1, 4)))
		send(bank(refused.AddDays(-l.c.between(1, 5))))
		l.note(atStart, claim.HandoverRefused, refused, [...]string{"identity", "amount", "service"}[l.c.below(3)])
	}
	send(sent)
	l.note(atStart, claim.HandoverAccepted, bank(sent.AddDays(l.c.below(int(on-sent)+1))), "")
	switch n := l.c.below(1000); {
	case l.has(claim.Returned):
	case n < 15*min(l.rarity, 6):
		asked := l.bank(on.AddDays(l.c.between(5, 40)))
		l.note(atEnd, claim.MessageSent, asked, "change")
		l.note(atEnd, claim.MessageAnswered, l.bank(asked.AddDays(l.c.between(1, 6))), "")
	case n > 1000-10*min(l.rarity, 14):
		granted := l.bank(on.AddDays(l.c.between(10, 50)))
		l.also(atEnd, claim.Event{Kind: claim.RespiteGranted, OccurredOn: granted, Details: until(granted.AddDays(l.c.between(60, 300)))})
	}
}

// recalls asks for the claim back; now and then it is refused first.
func (l *life) recalls(referred, returned calendar.Date) {
	ask := func(day calendar.Date) {
		l.also(atStart, claim.Event{Kind: claim.RecallAsked, OccurredOn: day, Details: whyRecalled})
	}
	asked := max(referred+1, returned.AddDays(-l.c.between(3, 9)))
	if asked-referred > 7 && l.c.often(100*l.rarity) {
		refused := asked.AddDays(-l.c.between(1, 3))
		ask(refused.AddDays(-l.c.between(1, 3)))
		l.note(atStart, claim.RecallRefused, refused, "")
	}
	ask(asked)
}

var whyRecalled = detail("betalning överenskommen")

// rarities are small things that happen to some claims nothing else happens to.
func (l *life) rarities() {
	rare := min(l.rarity, 10)
	quietFrom := calendar.New(2023, time.June, 1)
	isLate := func(e claim.Event) bool {
		return e.OccurredOn >= quietFrom && e.Kind != claim.Dispatched && e.Kind != claim.Served
	}
	if l.closed != calendar.None || l.isLeftAlone() || !l.isFree(lastDay) || l.has(claim.Reminded, claim.Demanded) || slices.ContainsFunc(l.events, isLate) {
		return
	}
	on := l.day(max(l.due, quietFrom).AddDays(20), lastDay.AddDays(-30))
	if on >= lastDay || on <= l.due {
		return
	}
	if l.regime == claim.New {
		if n := l.c.below(1000); n < 6*rare {
			l.offerInVain(on)
		}
		return
	}
	switch n := l.c.below(1000); {
	case n < 3*rare:
		l.also(atEnd, claim.Event{Kind: claim.Paused, OccurredOn: on, Details: whyPaused})
		if l.c.often(400) {
			l.note(atEnd, claim.Resumed, l.bank(on.AddDays(l.c.between(60, 200))), "")
		}
	case n < 5*rare:
		l.demand(on, true)
		applied := l.bank(on.AddDays(l.c.between(20, 60)))
		l.note(atEnd, claim.OrderApplied, applied, "")
		if applied <= lastDay {
			l.charge(atEnd, applied, claim.Cost, "payment_order", applicationFee)
		}
		l.note(atEnd, claim.OrderEnded, l.bank(applied.AddDays(l.c.between(10, 60))), "withdrawn")
	case n < 7*rare:
		l.offerInVain(on)
	}
}

var whyPaused = detail("HANTF 15: kostnaden överstiger vad som kan drivas in")

// offerInVain offers a plan that is not accepted in time.
func (l *life) offerInVain(on calendar.Date) {
	p := plan{left: l.left, regime: l.regime}
	part := p.ordinary(&l.c)
	by := l.bank(on.AddDays(21))
	a := money.Amount(part) * money.Krona
	l.also(atEnd, claim.Event{Kind: claim.PlanOffered, OccurredOn: on, Amount: a, ToPrincipal: a, Mode: amortise, Details: &claim.Details{
		Until: by, First: by.AddMonths(1), Count: int32((l.left + part - 1) / part)}})
	l.note(atEnd, claim.PlanLapsed, by+1, "")
}
