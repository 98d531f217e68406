package issuing

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// maxKeyFile is the largest key file that is read, in bytes.
const maxKeyFile = 1 << 20

// ReadKeyFile reads the keys of an issuer from a file that nobody but its owner
// may read or write. The error names the file and never its content.
func ReadKeyFile(name string) (Keys, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // opened to read only
	// The open file is asked, not its name, so that nobody can change it between.
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if err := private(name, info); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	if err != nil {
		return nil, err
	}
	keys, err := ParseKeys(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return keys, nil
}

// ErrOpenKeys is a key file that others may read.
var ErrOpenKeys = errors.New("others may read or write this key file")

func private(name string, info os.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a file", name)
	case info.Size() > maxKeyFile:
		return fmt.Errorf("%s is larger than a key file", name)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("%s has mode %04o: %w; chmod 600 it, and replace the keys if strangers had access", name, info.Mode().Perm(), ErrOpenKeys)
	}
	return nil
}

// WriteKeyFile writes the keys so that only the owner may read them: first
// beside the file, then in its place, so that a crash loses no key. Where the name
// is a link, the file that it leads to is replaced, and the link stays.
func WriteKeyFile(name string, keys Keys) (err error) {
	data, err := MarshalKeys(keys)
	if err != nil {
		return err
	}
	if info, err := os.Lstat(name); err == nil && info.Mode()&os.ModeSymlink != 0 {
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".keys-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, werr := f.Write(data)
	if err := errors.Join(werr, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
