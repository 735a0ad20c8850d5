namespace Arena.Web.Pages;

/// <summary>A page that is the same for everyone who reads it in the same theme: it may be kept, and is asked for again only to see whether it has changed.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PublicPageAttribute : Attribute;
