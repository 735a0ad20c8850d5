namespace Aspire.Hosting.ApplicationModel;

/// <summary>The icon of a resource, by its name in Fluent UI (https://aka.ms/fluentui-system-icons).</summary>
public sealed class ResourceIconAnnotation(string iconName, IconVariant iconVariant = IconVariant.Filled) : IResourceAnnotation
{
    public string IconName { get; } = iconName;

    public IconVariant IconVariant { get; } = iconVariant;
}

/// <summary>How an icon is drawn.</summary>
public enum IconVariant
{
    Regular = 0,
    Filled = 1,
}
