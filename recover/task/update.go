package task

import (
	"slices"

	"balans/recover/claim"
	"balans/recover/worklist"
)

// Update is Claims of columns that were read on from earlier ones, of which the entries for the
// same day, law and limits are given: only claims that have had events since are looked at.
// Both instants of knowledge must lie after all that is in the columns. Events are only ever
// added, and a claim keeps its place, so a claim with as many as before is the same.
func Update(before *claim.Columns, entries []Entry, c *claim.Columns, q worklist.Query, limits Limits) ([]Entry, error) {
	r, err := worklist.NewReader(c, q.On, q.KnownAt)
	if err != nil {
		return nil, err
	}
	changed := map[int32]bool{}
	var fresh []Entry
	for i := range c.Len() {
		if i < before.Len() && before.EventsOf(i) == c.EventsOf(i) {
			continue
		}
		changed[int32(i)] = true
		if x := r.Read(i); x != nil {
			if e, ok := entryOf(c, x, limits); ok {
				fresh = append(fresh, e)
			}
		}
	}
	if len(changed) == 0 {
		return entries, nil
	}
	slices.SortFunc(fresh, func(a, b Entry) int { return compareEntries(c, &a, &b) })
	all := make([]Entry, 0, len(entries)+len(fresh))
	for i := range entries {
		e := &entries[i]
		if changed[e.Claim] {
			continue
		}
		for len(fresh) > 0 && compareEntries(c, &fresh[0], e) < 0 {
			all, fresh = append(all, fresh[0]), fresh[1:]
		}
		all = append(all, *e)
	}
	return append(all, fresh...), nil
}

func compareEntries(c *claim.Columns, a, b *Entry) int {
	if n := a.Rank.Compare(b.Rank); n != 0 {
		return n
	}
	return c.CompareIDs(uint32(a.Claim), uint32(b.Claim))
}
