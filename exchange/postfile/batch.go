package postfile

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/law/identity"
)

// Entry is one letter of a batch.
type Entry struct {
	Letter    string
	Attempt   int
	Recipient identity.Number
	As        string
	Of        identity.Number // None: the recipient himself
	Route     string
	Receipt   bool
	Kind      string
	File      string
	Content   []byte
}

// Sum is the SHA-256 of the content, in hexadecimal digits.
func (e *Entry) Sum() string {
	sum := sha256.Sum256(e.Content)
	return hex.EncodeToString(sum[:])
}

// Header is the columns of index.csv.
var Header = []string{"letter", "attempt", "recipient", "as", "of", "route", "receipt", "kind", "file", "bytes", "sha256"}

const (
	indexName = "index.csv"
	part      = ".zip.part"
	held      = ".zip.held"
	out       = ".zip"
	maxLine   = 4096
)

var (
	isName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,99}$`)
	isFile = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,99}\.(pdf|xml)$`)
)

// ErrBatch: the file is not a batch as it was written.
var ErrBatch = errors.New("postfile: the batch cannot be used")

// Held names a batch that is held, and who holds it: two programs may hold the same batch, and
// one of them hands it over.
type Held struct{ Name, Holder string }

func (h Held) path(dir string) string {
	return filepath.Join(dir, h.Name+"."+h.Holder+held)
}

// Hold writes a whole batch that is nobody's yet, in place of what the same holder had under
// the name. When it fails nothing is left behind but, at worst, a .part file.
func Hold(dir string, h Held, entries []Entry) (err error) {
	name := h.Name
	if !isName.MatchString(name) || !isName.MatchString(h.Holder) {
		return fmt.Errorf("%w: %q held by %q is no name of a batch", ErrBatch, name, h.Holder)
	}
	f, err := os.CreateTemp(dir, name+".*"+part)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err = write(f, entries); err != nil {
		return fmt.Errorf("write the batch %s: %w", name, err)
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), h.path(dir)); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir has the names of a folder last. Systems that cannot do it answer with an error that
// means nothing is wrong, so it is dropped.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	_ = d.Sync()
	return nil
}

// Release hands a held batch over. One that is not held was released before, perhaps by
// another program that found it, and nothing is done. Nothing is written over: it fails when a
// batch of the name lies there already.
func Release(dir string, h Held) error {
	from, to := h.path(dir), filepath.Join(dir, h.Name+out)
	if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%w: %s lies there already; it is of another journal, or of this one before it was restored; move it away and run again", ErrBatch, to)
	}
	if err := os.Rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncDir(dir)
}

// Discard throws a held batch away; one that is not held is nothing to do.
func Discard(dir string, h Held) error {
	if err := os.Remove(h.path(dir)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// List is the batches that are held, in order of name and holder.
func List(dir string) (all []Held, err error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range files {
		both, ok := strings.CutSuffix(e.Name(), held)
		name, holder, ok2 := strings.Cut(both, ".")
		if ok && ok2 && isName.MatchString(name) && isName.MatchString(holder) {
			all = append(all, Held{name, holder})
		}
	}
	return all, nil
}

func write(w io.Writer, entries []Entry) error {
	z := zip.NewWriter(w)
	put := func(name string, content []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return err
		}
		_, err = f.Write(content)
		return err
	}
	index, err := indexOf(entries)
	if err != nil {
		return err
	}
	if err := put(indexName, index); err != nil {
		return err
	}
	for i := range entries {
		if err := put(entries[i].File, entries[i].Content); err != nil {
			return err
		}
	}
	return z.Close()
}

func indexOf(entries []Entry) ([]byte, error) {
	b := []byte(strings.Join(Header, ";") + "\n")
	seen := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		if !isName.MatchString(e.Letter) || !isFile.MatchString(e.File) || seen[e.File] || e.Attempt < 1 {
			return nil, fmt.Errorf("%w: letter %q as %q, attempt %d, cannot stand in it, or stands there already", ErrBatch, e.Letter, e.File, e.Attempt)
		}
		seen[e.File] = true
		b = append(b, e.Letter...)
		b = append(strconv.AppendInt(append(b, ';'), int64(e.Attempt), 10), ';')
		b = append(field.AppendParty(b, e.Recipient), ';')
		b = append(field.AppendText(b, e.As), ';')
		if e.Of != identity.None {
			b = field.AppendParty(b, e.Of)
		}
		b = append(field.AppendText(append(b, ';'), e.Route), ';')
		b = append(append(b, yes(e.Receipt)...), ';')
		b = append(field.AppendText(b, e.Kind), ';')
		b = append(append(b, e.File...), ';')
		b = append(strconv.AppendInt(b, int64(len(e.Content)), 10), ';')
		b = append(append(b, e.Sum()...), '\n')
	}
	return b, nil
}

func yes(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// maxContent is the largest letter that is read, bytes: far above any that is written.
const maxContent = 64 << 20

// Read reads a batch and holds every letter against its size and sum. The errors are ErrBatch
// or *rows.BadLines.
func Read(in io.ReaderAt, size int64) ([]Entry, error) {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBatch, err)
	}
	contents := map[string]*zip.File{}
	for _, f := range z.File {
		if contents[f.Name] != nil {
			return nil, fmt.Errorf("%w: %q is there twice", ErrBatch, f.Name)
		}
		contents[f.Name] = f
	}
	index, err := content(contents[indexName], indexName)
	if err != nil {
		return nil, err
	}
	r, err := rows.NewReader(indexName, bytes.NewReader(index), rows.Format{Header: Header, MaxLine: maxLine, Private: true})
	if err != nil {
		return nil, err
	}
	var listed []indexRow
	for row := range rows.Read(r, func(_ int, f []string) indexRow { return readRow(r, f) }) {
		listed = append(listed, row)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	var entries []Entry
	for _, row := range listed {
		e := row.Entry
		if e.Content, err = content(contents[e.File], e.File); err != nil {
			return nil, err
		}
		if len(e.Content) != row.size || e.Sum() != row.sum {
			return nil, fmt.Errorf("%w: %s is not what the index says: its size or its sum is another", ErrBatch, e.File)
		}
		entries = append(entries, e)
	}
	if len(contents) != len(entries)+1 {
		return nil, fmt.Errorf("%w: it holds %d files, and the index names %d", ErrBatch, len(contents)-1, len(entries))
	}
	return entries, nil
}

func content(f *zip.File, name string) ([]byte, error) {
	if f == nil {
		return nil, fmt.Errorf("%w: %s is missing", ErrBatch, name)
	}
	if f.UncompressedSize64 > maxContent {
		return nil, fmt.Errorf("%w: %s is %d bytes, more than %d", ErrBatch, name, f.UncompressedSize64, maxContent)
	}
	in, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrBatch, name, err)
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, maxContent+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrBatch, name, err)
	}
	return b, nil
}

type indexRow struct {
	Entry
	size int
	sum  string
}

// readRow reads one line of the index.
func readRow(r *rows.Reader, f []string) (row indexRow) {
	refuse := func(column int, why string) {
		if why != "" {
			r.Refuse(column, 0, why)
		}
	}
	row.Letter, row.As, row.Route, row.Kind, row.File, row.sum = f[0], f[3], f[5], f[7], f[8], f[10]
	if !isName.MatchString(row.Letter) {
		refuse(0, "letters, digits and hyphens")
	}
	attempt, why := field.Whole(f[1], 1<<30)
	if refuse(1, why); attempt < 1 && why == "" {
		refuse(1, "a number from 1")
	}
	row.Attempt = int(attempt)
	row.Recipient, why = field.Party(f[2])
	refuse(2, why)
	if f[4] != "" {
		row.Of, why = field.Party(f[4])
		refuse(4, why)
	}
	if row.Receipt = f[6] == "yes"; f[6] != "yes" && f[6] != "no" {
		refuse(6, "yes or no")
	}
	if !isFile.MatchString(row.File) {
		refuse(8, "a name of a pdf or xml file")
	}
	size, why := field.Whole(f[9], maxContent)
	refuse(9, why)
	row.size = int(size)
	if len(row.sum) != 64 {
		refuse(10, "64 hexadecimal digits")
	}
	return row
}
