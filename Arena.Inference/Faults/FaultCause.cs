namespace Arena.Inference.Faults;

/// <summary>Why an upstream gave no complete answer.</summary>
internal enum FaultCause
{
    /// <summary>Refused, reset or unresolved before any header.</summary>
    Unreachable,

    /// <summary>A 5xx other than 503.</summary>
    ServerError,

    /// <summary>429 or 503.</summary>
    Overloaded,

    /// <summary>401, 402, 403, or a quota that is used up: a fault of the configuration.</summary>
    Unauthorized,

    /// <summary>The node does not have the model (any more).</summary>
    ModelMissing,

    /// <summary>The request itself is not taken: any other 4xx.</summary>
    Rejected,

    /// <summary>Prompt and answer do not fit into the context of this deployment.</summary>
    ContextOverflow,

    /// <summary>Nothing came in time, not even thinking text.</summary>
    FirstTokenTimeout,

    /// <summary>The stream stopped moving after it had begun.</summary>
    Stalled,

    /// <summary>An error object inside a 200.</summary>
    ErrorInStream,

    /// <summary>The connection or the body ended before the answer did.</summary>
    CutStream,

    /// <summary>The protocol's end marker came without a finish reason.</summary>
    NoFinishReason,

    /// <summary>A finish reason that is not on the allow-list (<c>abort</c>, <c>error</c>, unknown).</summary>
    BadFinishReason,

    /// <summary>The answer says that another model wrote it.</summary>
    WrongModel,

    /// <summary>What came is not what the protocol allows.</summary>
    NotTheProtocol,
}
