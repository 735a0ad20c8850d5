namespace Grpc.Core;

/// <summary>On a generated service base class: where its static bind method is.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class BindServiceMethodAttribute(Type bindType, string bindMethodName) : Attribute
{
    public Type BindType => bindType;

    public string BindMethodName => bindMethodName;
}
