package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"balans/journal"
	"balans/steer/casefile"
)

var caseCommand = command{
	name: "case", args: "[run FILE… | run FOLDER]", summary: "run worked cases: facts, a question, and the answer that the rules give",
	long: `A case is a text file with a small history, a question and its answer, which a case worker can read and write.
  balans case                                   the words of a case, and a small one to begin with
  balans case run my-case.txt                   run it; what differs is told with its line
  balans case run testdata/cases                run every case of a folder

Each case is run through the real program, the import, the guards and the journal, in a temporary database, by the law
of the program and the parameters that the case gives. The exit code is 0 when every answer is as the case states
it, and 1 when one differs or a line cannot be understood.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &caseOptions{}
		fs.StringVar(&o.dsn, "db", "", "run one case in this journal, a new `FILE` or an empty postgres://user:password@host/database, and leave it there; one that holds anything is refused")
		return o.run
	},
}

type caseOptions struct{ dsn string }

func (o *caseOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		return casefile.Teach(t.out)
	}
	if args[0] != "run" || len(args) == 1 {
		return usage("write balans case run FILE, or balans case alone to see how a case is written")
	}
	files, err := caseFiles(args[1:])
	if err != nil {
		return err
	}
	if o.dsn != "" && len(files) > 1 {
		return usage("--db takes one case at a time, because each begins with an empty journal; %d are named", len(files))
	}
	failed := 0
	for _, file := range files {
		passed, err := o.runFile(ctx, t.out, file)
		if err != nil {
			return err
		}
		if !passed {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %s failed", failed, cases(len(files)))
	}
	fmt.Fprintf(t.out, "%s passed.\n", cases(len(files)))
	return nil
}

func cases(n int) string {
	if n == 1 {
		return "1 case"
	}
	return number(int64(n)) + " cases"
}

// caseFiles are the files named, and those of the folders named.
func caseFiles(args []string) (files []string, err error) {
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, arg)
			continue
		}
		found, err := filepath.Glob(filepath.Join(arg, "*.txt"))
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("the folder %s has no case: no file that ends in .txt", arg)
		}
		files = append(files, found...)
	}
	return files, nil
}

// runFile runs a case and prints what came of it.
func (o *caseOptions) runFile(ctx context.Context, out io.Writer, file string) (passed bool, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return false, err
	}
	dsn, leave, err := o.place()
	if err != nil {
		return false, err
	}
	defer leave()
	result, err := casefile.Run(ctx, func(ctx context.Context, now func() time.Time) (*journal.Journal, error) {
		return openEmpty(ctx, dsn, now)
	}, file, string(text))
	var bad *casefile.Error
	if err != nil && !errors.As(err, &bad) {
		return false, fmt.Errorf("%s: %w", file, err)
	}
	if err == nil && result.Passed() {
		fmt.Fprintf(out, "ok    %s: %d questions, %d answers compared\n", file, result.Questions, result.Compared)
		return true, nil
	}
	fmt.Fprintf(out, "FAIL  %s: %s\n", file, result.Case)
	for _, f := range result.Failures {
		fmt.Fprintln(out, f)
	}
	if bad != nil {
		fmt.Fprintln(out, bad)
	}
	return false, nil
}

// place is where a case is run, and what removes it afterwards.
func (o *caseOptions) place() (dsn string, leave func(), err error) {
	if o.dsn != "" {
		return o.dsn, func() {}, nil
	}
	folder, err := os.MkdirTemp("", "balans-case")
	return filepath.Join(folder, "case.db"), func() { os.RemoveAll(folder) }, err
}

// openEmpty opens a new journal. A file that is there is not even opened, since
// opening brings an older journal up to date.
func openEmpty(ctx context.Context, dsn string, now func() time.Time) (*journal.Journal, error) {
	refuse := errors.New("a case is run in an empty journal, and this one is not; name a new file, or leave --db out")
	if !journal.IsPostgres(dsn) {
		if info, err := os.Stat(dsn); err == nil && info.Size() > 0 {
			return nil, refuse
		}
	}
	j, err := journal.Open(ctx, dsn, journal.WithClock(now), guards())
	if err != nil {
		return nil, err
	}
	head, err := j.Head(ctx)
	if err == nil && head.Seq > 0 {
		err = refuse
	}
	if err != nil {
		j.Close()
		return nil, err
	}
	return j, nil
}
