namespace Grpc.Core;

/// <summary>Result of a call. The numbers travel in the <c>grpc-status</c> trailer.</summary>
/// <seealso href="https://github.com/grpc/grpc/blob/master/doc/statuscodes.md"/>
public enum StatusCode
{
    /// <summary>Not an error.</summary>
    OK = 0,

    /// <summary>The operation was cancelled, typically by the caller.</summary>
    Cancelled = 1,

    /// <summary>The error is not known here; also what an exception in a handler becomes.</summary>
    Unknown = 2,

    /// <summary>The argument is wrong whatever the state of the system is.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call completed.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for is not there.</summary>
    NotFound = 5,

    /// <summary>What was to be created exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a size limit or a resource is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the operation needs.</summary>
    FailedPrecondition = 9,

    /// <summary>Aborted, typically by a concurrency conflict.</summary>
    Aborted = 10,

    /// <summary>Past the valid range, where a change of state could make it valid.</summary>
    OutOfRange = 11,

    /// <summary>The method is not implemented, or the encoding not supported.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the system or of the protocol is broken.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; trying again may help.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupted for good.</summary>
    DataLoss = 15,

    /// <summary>The caller has no valid credentials.</summary>
    Unauthenticated = 16,
}
