package main

import (
	"context"
	"fmt"

	"balans/recover/letter"
)

// letters writes every letter again and holds it against what it said.
func (o *verifyOptions) letters(ctx context.Context, t *terminal) (problems int, err error) {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return 0, err
	}
	defer j.Close()
	r, err := letter.Recount(ctx, j)
	if err != nil {
		return 0, err
	}
	for _, p := range r.Problems {
		fmt.Fprintf(t.out, "Letters: %s.\n", p)
	}
	if r.Letters > 0 {
		fmt.Fprintf(t.out, "Letters: %s written again and held against what was ordered, %d problems.\n", counted(r.Letters, "letter"), len(r.Problems))
	}
	return len(r.Problems), nil
}

// cases folds every recovery case anew and holds it against its notes, its claims and who
// approved it.
func (o *verifyOptions) cases(ctx context.Context, t *terminal) (problems int, err error) {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return 0, err
	}
	defer j.Close()
	return recountCases(ctx, t, j)
}
