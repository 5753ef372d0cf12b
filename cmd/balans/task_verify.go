package main

import (
	"context"
	"fmt"

	"balans/recover/task"
)

// tasks holds every change of who has a task against the rules of taking and giving back.
func (o *verifyOptions) tasks(ctx context.Context, t *terminal) (problems int, err error) {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return 0, err
	}
	defer j.Close()
	r, err := task.Recount(ctx, j)
	if err != nil {
		return 0, err
	}
	for _, f := range r.Faults {
		fmt.Fprintf(t.out, "Tasks: %s.\n", f)
	}
	if r.Changes > 0 {
		fmt.Fprintf(t.out, "Tasks: %s of who has them checked, %d problems.\n", counted(r.Changes, "change"), len(r.Faults))
	}
	return len(r.Faults), nil
}
