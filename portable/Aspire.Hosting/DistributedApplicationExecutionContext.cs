namespace Aspire.Hosting;

/// <summary>What the model is made for.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    public DistributedApplicationOperation Operation { get; } = operation;

    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;
}

/// <summary>Running the application, or writing it down for another tool. This engine only runs.</summary>
public enum DistributedApplicationOperation
{
    Run = 0,
    Publish = 1,
}
