package main

import (
	"balans/journal"
	"balans/recover/inquiry"
)

// journal opens the journal for what only the pages do.
func (s steering) journal() *journal.Journal {
	s.t.Helper()
	j, err := journal.OpenExisting(s.t.Context(), s.db, guards())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { j.Close() })
	return j
}

// acts does one thing with a case as its case worker, and gives the case; nothing when do is nil.
func (s steering) acts(id string, do func(*inquiry.Act) (*inquiry.Receipt, error)) *inquiry.Case {
	s.t.Helper()
	j := s.journal()
	book, err := inquiry.ReadBook(s.t.Context(), j)
	if err != nil {
		s.t.Fatal(err)
	}
	x := book.Find(id)
	if x == nil {
		s.t.Fatalf("there is no case %q", id)
	}
	if do != nil {
		if _, err := do(&inquiry.Act{Party: x.Party, Case: id, Actor: "sara"}); err != nil {
			s.t.Fatal(err)
		}
	}
	c, err := inquiry.Load(s.t.Context(), j, x.Party, id)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}
