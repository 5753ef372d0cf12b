// Package summary reads the stream of `go test -json` and makes a short report of it: the output of
// what failed, the reason of what was skipped, a line per package, and the three totals. It decides
// nothing: what a skip means is the caller's matter.
package summary

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Totals count tests and subtests. A package that fails outside its tests (it does not compile, or
// its program ends early) counts as one failed test.
type Totals struct {
	Passed, Failed, Skipped int
}

// String returns the last line of a report, as in "310 passed, 0 failed, 2 skipped".
func (t Totals) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", t.Passed, t.Failed, t.Skipped)
}

// event is one line of `go test -json`; see `go doc test2json`.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// report is what is known so far. Output is kept per test until the test ends.
type report struct {
	w       io.Writer
	totals  Totals
	output  map[string][]string // package and test → its lines
	blamed  map[string]bool     // packages with a failed test
	skipped []string
}

// Read copies the report to w while the stream comes, and returns the totals when it ends. A line
// that is not an event (a message of a tool) is copied as it is.
func Read(stream io.Reader, w io.Writer) (Totals, error) {
	r := &report{w: w, output: map[string][]string{}, blamed: map[string]bool{}}
	lines := bufio.NewReader(stream)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if line[0] == '{' && json.Unmarshal(line, &e) == nil && e.Action != "" {
				r.take(e)
			} else {
				fmt.Fprintf(w, "%s", line)
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return r.totals, err
		}
	}
	r.finish()
	return r.totals, nil
}

func (r *report) take(e event) {
	key := e.Package + "\t" + e.Test
	switch e.Action {
	case "output":
		r.output[key] = append(r.output[key], e.Output)
	case "build-output":
		fmt.Fprint(r.w, e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.endPackage(e, r.output[key])
		} else {
			r.endTest(e, r.output[key])
		}
		delete(r.output, key)
	}
}

func (r *report) endTest(e event, output []string) {
	switch e.Action {
	case "pass":
		r.totals.Passed++
	case "fail":
		r.totals.Failed++
		r.blamed[e.Package] = true
		fmt.Fprint(r.w, strings.Join(output, ""))
	case "skip":
		r.totals.Skipped++
		r.skipped = append(r.skipped, e.Package+" "+e.Test+reason(output))
	}
}

func (r *report) endPackage(e event, output []string) {
	if e.Action == "fail" && !r.blamed[e.Package] {
		r.totals.Failed++
		// A program that ended early never told the end of the test it was in: its output says why.
		for _, key := range unfinished(r.output, e.Package) {
			fmt.Fprint(r.w, strings.Join(r.output[key], ""))
		}
	}
	for _, line := range output {
		if line != "PASS\n" && line != "FAIL\n" {
			fmt.Fprint(r.w, line)
		}
	}
}

// unfinished returns the keys of a package's tests whose end was not told, in order.
func unfinished(output map[string][]string, pkg string) []string {
	var keys []string
	for key := range output {
		if strings.HasPrefix(key, pkg+"\t") && key != pkg+"\t" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// reason is what a skipped test said, on one line.
func reason(output []string) string {
	var said []string
	for _, line := range output {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "=== ") && !strings.HasPrefix(line, "--- ") {
			said = append(said, line)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return ": " + strings.Join(said, " ")
}

func (r *report) finish() {
	for _, s := range r.skipped {
		fmt.Fprintln(r.w, "skipped", s)
	}
	fmt.Fprintln(r.w, r.totals)
}
