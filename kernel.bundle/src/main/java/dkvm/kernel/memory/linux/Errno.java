// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

/** Error numbers of Linux, and what they mean to people. */
final class Errno {
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int EFBIG = 27;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int ENOSYS = 38;
    static final int EOPNOTSUPP = 95;
    static final int EDQUOT = 122;

    private Errno() {}

    /** Words for a call's negative answer. */
    static String words(int answer) {
        return switch (-answer) {
            case EPERM -> "not permitted (EPERM)";
            case EINTR -> "interrupted again and again (EINTR)";
            case ENOMEM -> "no memory (ENOMEM)";
            case EACCES -> "permission denied (EACCES)";
            case EINVAL -> "invalid argument (EINVAL)";
            case ENFILE -> "too many open files on this machine (ENFILE)";
            case EMFILE -> "too many open files (EMFILE)";
            case EFBIG -> "too large (EFBIG)";
            case ENOSPC -> "no space left (ENOSPC)";
            case EROFS -> "cannot be written to (EROFS)";
            case ENOSYS -> "no such call here (ENOSYS)";
            case EOPNOTSUPP -> "not supported (EOPNOTSUPP)";
            case EDQUOT -> "disk quota exceeded (EDQUOT)";
            default -> "errno " + -answer;
        };
    }
}
