package statute

import (
	"cmp"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
)

//go:embed parameters.csv data/*.csv
var files embed.FS

// ErrFile is the error behind every file of parameters that cannot be read.
var ErrFile = errors.New("statute: the file of parameters cannot be read")

// Columns is the first line of a file of values.
const Columns = "name,value,unit,from,to,source,confidence"

// The marks a file may use: made-up values are for files added with With.
const (
	marksOfProgram = "VSRIU"
	marksOfOthers  = "VSRIUF"
)

// Load is the parameters that are part of the program. It fails, with file and line, when
// two values of a parameter have a day in common, or when a name, unit, number, date or
// mark cannot be read.
func Load() (*Parameters, error) { return loadOnce() }

var loadOnce = sync.OnceValues(func() (*Parameters, error) { return load(files) })

func load(from fs.FS) (*Parameters, error) {
	text, err := fs.ReadFile(from, "parameters.csv")
	if err != nil {
		return nil, err
	}
	p, err := declare("parameters.csv", string(text))
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(from, "data/*.csv")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err = fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		p, err = p.with(name, string(text), marksOfProgram)
		if err != nil {
			return nil, err
		}
	}
	return p, nil
}

// With is the parameters with the values of one more file, such as the rates an agency
// adds or the made-up ones of a demonstration. The file has the form of the package
// comment; name stands in errors. A value that is known already is not replaced: a
// day in common is an error.
func (p *Parameters) With(name string, file io.Reader) (*Parameters, error) {
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("read parameters %s: %w", name, err)
	}
	return p.with(name, string(text), marksOfOthers)
}

func (p *Parameters) with(file, text, marks string) (*Parameters, error) {
	added, err := p.read(file, text, marks)
	if err != nil {
		return nil, err
	}
	values := maps.Clone(p.values)
	for _, e := range added {
		values[e.Name] = append(slices.Clone(values[e.Name]), e)
	}
	for _, entries := range values {
		slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.From, b.From) })
		for i := 1; i < len(entries); i++ {
			a, b := entries[i-1], entries[i]
			if a.Period().Overlaps(b.Period()) {
				if b.file == "" { // the fault is in the file, not in what was laid over before
					a, b = b, a
				}
				return nil, fault(b.file, b.line, "%s from %s has days in common with %s", b.Name, b.From, a.place())
			}
		}
	}
	return &Parameters{declared: p.declared, byName: p.byName, values: values}, nil
}

// declare reads parameters.csv.
func declare(file, text string) (*Parameters, error) {
	p := &Parameters{byName: map[string]int{}, values: map[string][]entry{}}
	err := eachLine(file, text, "name,unit,range,law,about", func(line int, r []string) error {
		d := Parameter{Name: r[0], Unit: Unit(r[1]), Law: Ref(r[3]), About: r[4]}
		if _, twice := p.byName[d.Name]; twice || !isName(d.Name) {
			return fault(file, line, "%q is not a new name of a-z, 0-9 and _", d.Name)
		}
		if !d.Unit.isKnown() {
			return fault(file, line, "there is no unit %q", r[1])
		}
		var err error
		if d.Range, err = d.Unit.parseRange(r[2]); err != nil {
			return fault(file, line, "%w", err)
		}
		if d.Law != "" {
			if err := d.Law.Check(); err != nil {
				return fault(file, line, "%w", err)
			}
		}
		if d.About == "" {
			return fault(file, line, "%s is to be explained", d.Name)
		}
		p.byName[d.Name] = len(p.declared)
		p.declared = append(p.declared, d)
		return nil
	})
	return p, err
}

// read reads one file of values; overlaps are looked for later.
func (p *Parameters) read(file, text, marks string) ([]entry, error) {
	var out []entry
	err := eachLine(file, text, Columns, func(line int, r []string) error {
		v, err := p.ParseRecord(r)
		if err == nil && !strings.Contains(marks, v.Confidence.String()) {
			err = fmt.Errorf("confidence %q is not one of %s", r[6], marks)
		}
		if err != nil {
			return fault(file, line, "%w", err)
		}
		out = append(out, entry{Value: v, file: file, line: line})
		return nil
	})
	return out, err
}

// eachLine reads a file with the given columns and gives every record with its line.
func eachLine(file, text, columns string, do func(line int, record []string) error) error {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	r.FieldsPerRecord = strings.Count(columns, ",") + 1
	first := true
	for {
		record, err := r.Read()
		if err == io.EOF && !first {
			return nil
		}
		if err == io.EOF {
			return fault(file, 1, "the first line is to be %s", columns)
		}
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrFile, file, err)
		}
		line, _ := r.FieldPos(0)
		if first {
			if strings.Join(record, ",") != columns {
				return fault(file, line, "the first line is to be %s", columns)
			}
			first = false
			continue
		}
		if err = do(line, record); err != nil {
			return err
		}
	}
}

func fault(file string, line int, format string, args ...any) error {
	return fmt.Errorf("%w: %s:%d: %w", ErrFile, file, line, fmt.Errorf(format, args...))
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
