namespace Grpc.Core;

/// <summary>Stands for deadline and cancellation of a call, to be passed to a call that it makes.</summary>
public abstract class ContextPropagationToken
{
    private protected ContextPropagationToken()
    {
    }
}

public class ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
{
    public static readonly ContextPropagationOptions Default = new();

    public bool IsPropagateDeadline => propagateDeadline;

    public bool IsPropagateCancellation => propagateCancellation;
}
