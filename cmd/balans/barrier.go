package main

import (
	"context"
	"strings"
	"unicode/utf8"

	"balans/access"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/register"
)

// protectedFlag is the flag that opens the facts of a person whose identity is protected,
// and what it is for.
const protectedFlag, protectedHelp = "protected-reason", "why the facts of someone whose identity is protected are shown, a `TEXT` for the reading log; without it they are not"

// hidden tells whose facts stand in no list: those whose identity is protected today. Each
// person is looked up once.
type hidden struct {
	j     *journal.Journal
	known map[identity.Number]bool
}

func newHidden(j *journal.Journal) *hidden { return &hidden{j, map[identity.Number]bool{}} }

// any says whether one of the persons is hidden. A look-up that fails is no "no".
func (h *hidden) any(ctx context.Context, persons ...identity.Number) (bool, error) {
	now := calendar.InstantOf(h.j.Now())
	for _, n := range persons {
		is, known := h.known[n]
		if !known {
			p, err := register.OfParty(ctx, h.j, n, now)
			if err != nil {
				return false, err
			}
			is = p.Protected(now.Date())
			h.known[n] = is
		}
		if is {
			return true, nil
		}
	}
	return false, nil
}

// hiddenPersons is hidden for a list of so many persons that reading the whole register
// once costs less than looking each up.
func hiddenPersons(ctx context.Context, j *journal.Journal) (func(identity.Number) bool, error) {
	now := calendar.InstantOf(j.Now())
	book, err := register.Read(ctx, j, now)
	if err != nil {
		return nil, err
	}
	return func(n identity.Number) bool { return book.Protected(n, now.Date()) }, nil
}

// barrier stands before one person's facts: it writes the line in the reading log, and keeps
// back who is protected today unless a reason is stated for just that.
type barrier struct {
	user, purpose string
	protected     string // --protected-reason
}

// check refuses what cannot stand in the reading log. what is whose facts are shown; by is
// the name of the flag that says who reads.
func (b barrier) check(by, what string) error {
	switch {
	case strings.TrimSpace(b.user) == "":
		return usage("--%s must say who reads: %s is shown only with a line in the reading log (SFB 114:13)", by, what)
	case strings.TrimSpace(b.purpose) == "":
		return usage("--purpose must say why: %s is shown only with a line in the reading log (SFB 114:13)", what)
	}
	if err := checkLogText(by, b.user, mostUser); err != nil {
		return err
	}
	if err := checkLogText("purpose", b.purpose, mostPurpose); err != nil {
		return err
	}
	if err := checkLogText(protectedFlag, b.protected, mostPurpose); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(b.reason()); n > mostPurpose {
		return usage("--purpose and --%s have %d characters together; the reading log takes at most %d", protectedFlag, n, mostPurpose)
	}
	return nil
}

// reason is the purpose as it stands in the log.
func (b barrier) reason() string {
	if strings.TrimSpace(b.protected) == "" {
		return b.purpose
	}
	return b.purpose + " (protected identity: " + b.protected + ")"
}

// pass writes the readings of the persons, the first of whom the facts are about; only when
// it returns nil may they be shown. None is let past when one of them is protected and no
// reason is stated. isProtected tells whether one of them is.
func (b barrier) pass(ctx context.Context, j *journal.Journal, cause, what string, persons ...identity.Number) (isProtected bool, err error) {
	if isProtected, err = newHidden(j).any(ctx, persons...); err != nil {
		return isProtected, err
	}
	if isProtected && strings.TrimSpace(b.protected) == "" {
		return true, usage("nothing is shown: the identity is protected, and who may handle such states with --%s why", protectedFlag)
	}
	for _, n := range persons {
		if err := access.LogReading(ctx, j, access.Reading{Party: n, Actor: b.user, Cause: cause, Purpose: b.reason(), Claim: what}); err != nil {
			return isProtected, notLogged(err, n)
		}
	}
	return isProtected, nil
}
