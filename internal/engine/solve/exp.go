package solve

import (
	"os"
	"strconv"
)

var X = func() []int64 {
	var o []int64
	for _, k := range []string{"XA", "XB", "XC", "XD", "XE", "XF"} {
		v, _ := strconv.ParseInt(os.Getenv(k), 10, 64)
		o = append(o, v)
	}
	return o
}()
