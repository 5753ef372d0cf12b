package main

import (
	"context"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/prevent/register"
	"balans/recover/claim"
	"balans/recover/inquiry"
)

// lawKnown is the parameters as they were known at an instant.
type lawKnown = func(at calendar.Instant) *statute.Parameters

// aboutMany is what the registers tell of persons.
type aboutMany = func(context.Context, []identity.Number) (inquiry.About, error)

// housingLookups is the law by instant, and what the registers tell of persons today. They are
// read once: a settlement asks of tens of thousands.
func housingLookups(ctx context.Context, j *journal.Journal) (lawKnown, aboutMany, error) {
	law, err := claim.ReadLaw(ctx, j)
	if err != nil {
		return nil, nil, err
	}
	now := calendar.InstantOf(j.Now())
	book, err := register.Read(ctx, j, now)
	if err != nil {
		return nil, nil, err
	}
	return law.Parameters, func(_ context.Context, persons []identity.Number) (about inquiry.About, err error) {
		for _, n := range persons {
			tellAbout(&about, book.Of(n), n, now.Date())
		}
		return about, nil
	}, nil
}

// tellAbout adds what the registers tell of a person on a day.
func tellAbout(about *inquiry.About, p *register.Person, n identity.Number, on calendar.Date) {
	about.Protected = about.Protected || p.Protected(on)
	for _, f := range p.Facts(register.Population) {
		about.Deceased = about.Deceased || f.Status == register.Dead && f.From <= on
		about.Abroad = about.Abroad || f.Status == register.Emigrated && f.Days().Contains(on)
	}
	if born, ok := n.BirthDate(); ok {
		about.Minor = about.Minor || born.AddYears(18) > on
	}
}
