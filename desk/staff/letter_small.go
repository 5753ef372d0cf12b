package staff

import (
	"context"
	"errors"
	"slices"
	"strings"

	"balans/law/identity"
	"balans/recover/letter"
)

// What the pages on searching and on a person need of letters.

// findLetter is the letter with the id, as a hit, and whose it is; None when there is none.
func (s *Server) findLetter(ctx context.Context, t translate, id string) (hitRow, identity.Number, error) {
	party, err := letter.Find(ctx, s.journal, id)
	if errors.Is(err, letter.ErrUnknown) {
		return hitRow{}, identity.None, nil
	}
	return hitRow{Sort: t("search.sort.letter"), Name: id, Href: letterHref(id)}, party, err
}

// lettersOf is the letters of a person, the latest first.
func (s *Server) lettersOf(ctx context.Context, t translate, party identity.Number) ([]personLetter, error) {
	all, err := letter.Of(ctx, s.journal, party, s.now())
	if err != nil {
		return nil, err
	}
	var rows []personLetter
	for _, l := range slices.Backward(all) {
		rows = append(rows, personLetter{ID: l.ID, Href: letterHref(l.ID), What: letterName(t, l), On: l.On.String(), State: t("letter.state." + l.State.String())})
	}
	slices.SortStableFunc(rows, func(a, b personLetter) int { return strings.Compare(b.On, a.On) })
	return rows, nil
}

// letterName is what a letter is called.
func letterName(t translate, l *letter.Letter) string {
	for _, k := range letter.Templates() {
		if k.ID == l.Template && k.Version == l.Version {
			return t.either(k.Name, t("actletter.template."+k.ID))
		}
	}
	return l.Template
}
