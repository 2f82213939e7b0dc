"""The names of the fields that you can request, including nested ones.

Only type checkers and editors use this module. Operations accept other names too, such as those
that Asana adds later.
"""

from typing import Literal

# With one name per line, the file would be a thousand lines longer.
# fmt: off

__all__ = [
    "AccessRequestField", "AgentField", "AllocationField", "AttachmentField", "BudgetField",
    "CustomFieldField", "CustomFieldSettingField", "CustomTypeField", "EnumOptionField",
    "EventField", "GoalField", "GoalRelationshipField", "JobField", "MembershipField",
    "OooEntryField", "OrganizationExportField", "PortfolioField", "PortfolioMembershipField",
    "ProjectBriefField", "ProjectField", "ProjectMembershipField",
    "ProjectPortfolioSettingField", "ProjectStatusField", "ProjectTemplateField", "RateField",
    "RateOrPlaceholderField", "ReactionField", "RoleField", "RuleTriggerField", "SectionField",
    "StatusUpdateField", "StoryField", "TagField", "TaskCountField", "TaskField",
    "TaskTemplateField", "TeamField", "TeamMembershipField", "TimePeriodField",
    "TimeTrackingCategoryField", "TimeTrackingEntryField", "TimesheetApprovalStatusField",
    "UserBaseField", "UserField", "UserTaskListField", "WebhookField", "WorkspaceField",
    "WorkspaceMembershipField",
]

# Several records have the same names for custom fields and their settings.
_CustomFieldSettings = Literal[
    "custom_field_settings.custom_field",
    "custom_field_settings.custom_field.asana_created_field",
    "custom_field_settings.custom_field.created_by",
    "custom_field_settings.custom_field.created_by.name",
    "custom_field_settings.custom_field.currency_code",
    "custom_field_settings.custom_field.custom_label",
    "custom_field_settings.custom_field.custom_label_position",
    "custom_field_settings.custom_field.date_value",
    "custom_field_settings.custom_field.date_value.date",
    "custom_field_settings.custom_field.date_value.date_time",
    "custom_field_settings.custom_field.default_access_level",
    "custom_field_settings.custom_field.description",
    "custom_field_settings.custom_field.display_value",
    "custom_field_settings.custom_field.enabled",
    "custom_field_settings.custom_field.enum_options",
    "custom_field_settings.custom_field.enum_options.color",
    "custom_field_settings.custom_field.enum_options.enabled",
    "custom_field_settings.custom_field.enum_options.name",
    "custom_field_settings.custom_field.enum_value",
    "custom_field_settings.custom_field.enum_value.color",
    "custom_field_settings.custom_field.enum_value.enabled",
    "custom_field_settings.custom_field.enum_value.name",
    "custom_field_settings.custom_field.format",
    "custom_field_settings.custom_field.has_notifications_enabled",
    "custom_field_settings.custom_field.html_text_value",
    "custom_field_settings.custom_field.id_prefix",
    "custom_field_settings.custom_field.input_restrictions",
    "custom_field_settings.custom_field.is_formula_field",
    "custom_field_settings.custom_field.is_global_to_workspace",
    "custom_field_settings.custom_field.is_value_read_only",
    "custom_field_settings.custom_field.multi_enum_values",
    "custom_field_settings.custom_field.multi_enum_values.color",
    "custom_field_settings.custom_field.multi_enum_values.enabled",
    "custom_field_settings.custom_field.multi_enum_values.name",
    "custom_field_settings.custom_field.name", "custom_field_settings.custom_field.number_value",
    "custom_field_settings.custom_field.people_value",
    "custom_field_settings.custom_field.people_value.name",
    "custom_field_settings.custom_field.precision",
    "custom_field_settings.custom_field.privacy_setting",
    "custom_field_settings.custom_field.reference_value",
    "custom_field_settings.custom_field.reference_value.name",
    "custom_field_settings.custom_field.representation_type",
    "custom_field_settings.custom_field.resource_subtype",
    "custom_field_settings.custom_field.text_value", "custom_field_settings.custom_field.type",
    "custom_field_settings.is_important", "custom_field_settings.parent",
    "custom_field_settings.parent.name", "custom_field_settings.project",
    "custom_field_settings.project.name",
]

_CustomFields = Literal[
    "custom_fields.date_value", "custom_fields.date_value.date",
    "custom_fields.date_value.date_time", "custom_fields.display_value", "custom_fields.enabled",
    "custom_fields.enum_options", "custom_fields.enum_options.color",
    "custom_fields.enum_options.enabled", "custom_fields.enum_options.name",
    "custom_fields.enum_value", "custom_fields.enum_value.color",
    "custom_fields.enum_value.enabled", "custom_fields.enum_value.name",
    "custom_fields.id_prefix", "custom_fields.input_restrictions",
    "custom_fields.is_formula_field", "custom_fields.multi_enum_values",
    "custom_fields.multi_enum_values.color", "custom_fields.multi_enum_values.enabled",
    "custom_fields.multi_enum_values.name", "custom_fields.name", "custom_fields.number_value",
    "custom_fields.representation_type", "custom_fields.text_value", "custom_fields.type",
]

AccessRequestField = Literal[
    "approval_status", "gid", "message", "requester", "requester.name", "resource_type", "target",
]

AgentField = Literal[
    "behavior_guidance", "description", "gid", "name", "photo", "photo.image_1024x1024",
    "photo.image_128x128", "photo.image_21x21", "photo.image_27x27", "photo.image_36x36",
    "photo.image_60x60", "resource_subtype", "resource_type", "workspace",
]

AllocationField = Literal[
    "assignee", "assignee.name", "created_by", "created_by.name", "effort", "effort.type",
    "effort.value", "end_date", "gid", "parent", "parent.name", "resource_subtype",
    "resource_type", "start_date",
]

AttachmentField = Literal[
    "connected_to_app", "created_at", "download_url", "gid", "host", "name", "parent",
    "parent.created_by", "parent.name", "parent.resource_subtype", "permanent_url",
    "resource_subtype", "resource_type", "size", "view_url",
]

BudgetField = Literal[
    "actual", "actual.billable_status_filter", "actual.units", "actual.value", "budget_type",
    "estimate", "estimate.billable_status_filter", "estimate.enabled", "estimate.source",
    "estimate.units", "estimate.value", "gid", "parent", "parent.name", "resource_type", "total",
    "total.enabled", "total.units", "total.value",
]

CustomFieldField = Literal[
    "asana_created_field", "created_by", "created_by.name", "currency_code", "custom_label",
    "custom_label_position", "date_value", "date_value.date", "date_value.date_time",
    "default_access_level", "description", "display_value", "enabled", "enum_options",
    "enum_options.color", "enum_options.enabled", "enum_options.name", "enum_value",
    "enum_value.color", "enum_value.enabled", "enum_value.name", "format", "gid",
    "has_notifications_enabled", "html_text_value", "id_prefix", "input_restrictions",
    "is_formula_field", "is_global_to_workspace", "is_value_read_only", "multi_enum_values",
    "multi_enum_values.color", "multi_enum_values.enabled", "multi_enum_values.name", "name",
    "number_value", "people_value", "people_value.name", "precision", "privacy_setting",
    "reference_value", "reference_value.name", "representation_type", "resource_subtype",
    "resource_type", "text_value", "type",
]

CustomFieldSettingField = Literal[
    "custom_field", "custom_field.asana_created_field", "custom_field.created_by",
    "custom_field.created_by.name", "custom_field.currency_code", "custom_field.custom_label",
    "custom_field.custom_label_position", "custom_field.date_value",
    "custom_field.date_value.date", "custom_field.date_value.date_time",
    "custom_field.default_access_level", "custom_field.description",
    "custom_field.display_value", "custom_field.enabled", "custom_field.enum_options",
    "custom_field.enum_options.color", "custom_field.enum_options.enabled",
    "custom_field.enum_options.name", "custom_field.enum_value", "custom_field.enum_value.color",
    "custom_field.enum_value.enabled", "custom_field.enum_value.name", "custom_field.format",
    "custom_field.has_notifications_enabled", "custom_field.html_text_value",
    "custom_field.id_prefix", "custom_field.input_restrictions", "custom_field.is_formula_field",
    "custom_field.is_global_to_workspace", "custom_field.is_value_read_only",
    "custom_field.multi_enum_values", "custom_field.multi_enum_values.color",
    "custom_field.multi_enum_values.enabled", "custom_field.multi_enum_values.name",
    "custom_field.name", "custom_field.number_value", "custom_field.people_value",
    "custom_field.people_value.name", "custom_field.precision", "custom_field.privacy_setting",
    "custom_field.reference_value", "custom_field.reference_value.name",
    "custom_field.representation_type", "custom_field.resource_subtype",
    "custom_field.text_value", "custom_field.type", "gid", "is_important", "parent",
    "parent.name", "project", "project.name", "resource_type",
]

CustomTypeField = Literal[
    "gid", "name", "resource_type", "status_options", "status_options.color",
    "status_options.completion_state", "status_options.enabled", "status_options.name",
]

EnumOptionField = Literal[
    "color", "enabled", "gid", "name", "resource_type",
]

EventField = Literal[
    "action", "change", "change.action", "change.added_value", "change.field",
    "change.new_value", "change.removed_value", "created_at", "parent", "parent.name",
    "resource", "resource.name", "type", "user", "user.name",
]

GoalField = Literal[
    "current_status_update", "current_status_update.resource_subtype",
    "current_status_update.title", "custom_field_settings", "custom_fields",
    "default_access_level", "due_on", "followers", "followers.name", "gid", "hearted", "hearts",
    "html_notes", "is_workspace_level", "liked", "likes", "likes.user", "likes.user.name",
    "metric", "metric.can_manage", "metric.currency_code", "metric.current_display_value",
    "metric.current_number_value", "metric.initial_number_value", "metric.is_custom_weight",
    "metric.precision", "metric.progress_source", "metric.resource_subtype",
    "metric.target_number_value", "metric.unit", "name", "notes", "num_hearts", "num_likes",
    "owner", "owner.name", "privacy_setting", "resource_type", "start_on", "status", "team",
    "team.name", "time_period", "time_period.display_name", "time_period.end_on",
    "time_period.period", "time_period.start_on", "workspace", "workspace.name",
    _CustomFieldSettings, _CustomFields,
]

GoalRelationshipField = Literal[
    "contribution_weight", "gid", "resource_subtype", "resource_type", "supported_goal",
    "supported_goal.name", "supported_goal.owner", "supported_goal.owner.name",
    "supporting_resource", "supporting_resource.name",
]

JobField = Literal[
    "gid", "new_graph_export", "new_graph_export.completed_at", "new_graph_export.created_at",
    "new_graph_export.download_url", "new_portfolio", "new_portfolio.name", "new_project",
    "new_project.name", "new_project_template", "new_project_template.name",
    "new_resource_export", "new_resource_export.completed_at", "new_resource_export.created_at",
    "new_resource_export.download_url", "new_task", "new_task.created_by", "new_task.name",
    "new_task.resource_subtype", "resource_subtype", "resource_type", "status",
]

MembershipField = Literal[
    "access_level", "gid", "goal", "is_commenter", "is_editor", "member", "parent",
    "resource_subtype", "resource_type", "role", "user", "workspace",
]

OooEntryField = Literal[
    "created_by", "created_by.name", "end_date", "gid", "resource_type", "start_date", "user",
    "user.name",
]

OrganizationExportField = Literal[
    "created_at", "download_url", "gid", "organization", "organization.name", "resource_type",
    "state",
]

PortfolioField = Literal[
    "archived", "color", "created_at", "created_by", "created_by.name", "current_status_update",
    "current_status_update.resource_subtype", "current_status_update.title",
    "custom_field_settings", "custom_fields", "default_access_level", "due_on", "gid", "members",
    "members.name", "name", "owner", "owner.name", "permalink_url", "privacy_setting",
    "project_templates", "project_templates.name", "public", "resource_type", "start_on",
    "workspace", "workspace.name", _CustomFieldSettings, _CustomFields,
]

PortfolioMembershipField = Literal[
    "access_level", "gid", "portfolio", "portfolio.name", "resource_type", "user", "user.name",
]

ProjectBriefField = Literal[
    "gid", "html_text", "permalink_url", "project", "project.name", "resource_type", "text",
    "title",
]

ProjectField = Literal[
    "archived", "color", "completed", "completed_at", "completed_by", "completed_by.name",
    "created_at", "created_from_template", "created_from_template.name", "current_status",
    "current_status.author", "current_status.author.name", "current_status.color",
    "current_status.created_at", "current_status.created_by", "current_status.created_by.name",
    "current_status.html_text", "current_status.modified_at", "current_status.text",
    "current_status.title", "current_status_update", "current_status_update.resource_subtype",
    "current_status_update.title", "custom_field_settings", "custom_fields",
    "default_access_level", "default_view", "due_date", "due_on", "followers", "followers.name",
    "gid", "html_notes", "icon", "members", "members.name",
    "minimum_access_level_for_customization", "minimum_access_level_for_sharing", "modified_at",
    "name", "notes", "owner", "permalink_url", "privacy_setting", "project_brief", "public",
    "resource_type", "start_on", "team", "team.name", "workspace", "workspace.name",
    _CustomFieldSettings, _CustomFields,
]

ProjectMembershipField = Literal[
    "access_level", "gid", "member", "member.name", "parent", "parent.name", "project",
    "project.name", "resource_type", "user", "user.name", "write_access",
]

ProjectPortfolioSettingField = Literal[
    "created_at", "gid", "is_access_control_inherited", "portfolio", "project", "resource_type",
]

ProjectStatusField = Literal[
    "author", "author.name", "color", "created_at", "created_by", "created_by.name", "gid",
    "html_text", "modified_at", "resource_type", "text", "title",
]

ProjectTemplateField = Literal[
    "color", "description", "gid", "html_description", "name", "owner", "public",
    "requested_dates", "requested_dates.description", "requested_dates.name", "requested_roles",
    "requested_roles.name", "resource_type", "team", "team.name",
]

RateField = Literal[
    "created_by", "created_by.name", "currency_code", "gid", "parent", "parent.name", "rate",
    "resource", "resource.name", "resource_type",
]

RateOrPlaceholderField = Literal[
    "created_by", "currency_code", "gid", "parent", "rate", "resource", "resource_type",
]

ReactionField = Literal[
    "emoji", "gid", "user",
]

RoleField = Literal[
    "base_role_type", "creation_time", "description", "gid", "is_standard_role", "modified_at",
    "name", "permissions", "permissions.allowed_guest_invites", "permissions.assign_roles",
    "permissions.create_and_edit_ai_automations", "permissions.create_and_edit_ai_teammates",
    "permissions.create_app_authorization", "permissions.create_global_custom_fields",
    "permissions.create_goal", "permissions.create_pat_authorization",
    "permissions.create_portfolio", "permissions.create_project",
    "permissions.create_read_only_link", "permissions.create_team",
    "permissions.download_mobile_attachments", "permissions.export_project_data",
    "permissions.import_data", "permissions.manage_roles", "permissions.proactive_ai",
    "permissions.share_goal_with_domain", "permissions.share_portfolios_with_org",
    "permissions.share_teams_with_org", "permissions.standard_ai",
    "permissions.task_deletion_policy", "permissions.upload_attachments",
    "permissions.view_public_teams", "permissions.view_shared_with_org_portfolios",
    "permissions.view_shared_with_org_projects", "permissions.view_shared_with_org_tasks",
    "resource_type", "workspace", "workspace.name",
]

RuleTriggerField = Literal[
    "message",
]

SectionField = Literal[
    "created_at", "gid", "name", "project", "project.name", "projects", "projects.name",
    "resource_type",
]

StatusUpdateField = Literal[
    "author", "author.name", "created_at", "created_by", "created_by.name", "gid", "hearted",
    "hearts", "hearts.user", "hearts.user.name", "html_text", "liked", "likes", "likes.user",
    "likes.user.name", "modified_at", "num_hearts", "num_likes", "parent", "parent.name",
    "reaction_summary", "reaction_summary.count", "reaction_summary.emoji_base",
    "reaction_summary.reacted", "reaction_summary.variant", "resource_subtype", "resource_type",
    "status_type", "text", "title",
]

StoryField = Literal[
    "assignee", "assignee.name", "created_at", "created_by", "created_by.name", "custom_field",
    "custom_field.date_value", "custom_field.date_value.date",
    "custom_field.date_value.date_time", "custom_field.display_value", "custom_field.enabled",
    "custom_field.enum_options", "custom_field.enum_options.color",
    "custom_field.enum_options.enabled", "custom_field.enum_options.name",
    "custom_field.enum_value", "custom_field.enum_value.color",
    "custom_field.enum_value.enabled", "custom_field.enum_value.name", "custom_field.id_prefix",
    "custom_field.input_restrictions", "custom_field.is_formula_field",
    "custom_field.multi_enum_values", "custom_field.multi_enum_values.color",
    "custom_field.multi_enum_values.enabled", "custom_field.multi_enum_values.name",
    "custom_field.name", "custom_field.number_value", "custom_field.representation_type",
    "custom_field.text_value", "custom_field.type", "dependency", "dependency.created_by",
    "dependency.name", "dependency.resource_subtype", "duplicate_of", "duplicate_of.created_by",
    "duplicate_of.name", "duplicate_of.resource_subtype", "duplicated_from",
    "duplicated_from.created_by", "duplicated_from.name", "duplicated_from.resource_subtype",
    "follower", "follower.name", "gid", "hearted", "hearts", "hearts.user", "hearts.user.name",
    "html_text", "is_editable", "is_edited", "is_pinned", "liked", "likes", "likes.user",
    "likes.user.name", "new_approval_status", "new_date_value", "new_dates", "new_dates.due_at",
    "new_dates.due_on", "new_dates.start_on", "new_enum_value", "new_enum_value.color",
    "new_enum_value.enabled", "new_enum_value.name", "new_multi_enum_values",
    "new_multi_enum_values.color", "new_multi_enum_values.enabled", "new_multi_enum_values.name",
    "new_name", "new_number_value", "new_people_value", "new_people_value.name",
    "new_resource_subtype", "new_section", "new_section.name", "new_text_value", "num_hearts",
    "num_likes", "old_approval_status", "old_date_value", "old_dates", "old_dates.due_at",
    "old_dates.due_on", "old_dates.start_on", "old_enum_value", "old_enum_value.color",
    "old_enum_value.enabled", "old_enum_value.name", "old_multi_enum_values",
    "old_multi_enum_values.color", "old_multi_enum_values.enabled", "old_multi_enum_values.name",
    "old_name", "old_number_value", "old_people_value", "old_people_value.name",
    "old_resource_subtype", "old_section", "old_section.name", "old_text_value", "previews",
    "previews.fallback", "previews.footer", "previews.header", "previews.header_link",
    "previews.html_text", "previews.text", "previews.title", "previews.title_link", "project",
    "project.name", "reaction_summary", "reaction_summary.count", "reaction_summary.emoji_base",
    "reaction_summary.reacted", "reaction_summary.variant", "resource_subtype", "resource_type",
    "source", "sticker_name", "story", "story.created_at", "story.created_by",
    "story.created_by.name", "story.resource_subtype", "story.text", "tag", "tag.name", "target",
    "target.created_by", "target.name", "target.resource_subtype", "task", "task.created_by",
    "task.name", "task.resource_subtype", "text", "type",
]

TagField = Literal[
    "color", "created_at", "followers", "followers.name", "gid", "name", "notes",
    "permalink_url", "resource_type", "workspace", "workspace.name",
]

TaskCountField = Literal[
    "num_completed_milestones", "num_completed_tasks", "num_incomplete_milestones",
    "num_incomplete_tasks", "num_milestones", "num_tasks",
]

TaskField = Literal[
    "actual_time_minutes", "approval_status", "assigned_by", "assigned_by.name", "assignee",
    "assignee.name", "assignee_section", "assignee_section.name", "assignee_status", "completed",
    "completed_at", "completed_by", "completed_by.name", "created_at", "created_by",
    "custom_fields", "custom_fields.asana_created_field", "custom_fields.created_by",
    "custom_fields.created_by.name", "custom_fields.currency_code", "custom_fields.custom_label",
    "custom_fields.custom_label_position", "custom_fields.default_access_level",
    "custom_fields.description", "custom_fields.format",
    "custom_fields.has_notifications_enabled", "custom_fields.html_text_value",
    "custom_fields.is_global_to_workspace", "custom_fields.is_value_read_only",
    "custom_fields.people_value", "custom_fields.people_value.name", "custom_fields.precision",
    "custom_fields.privacy_setting", "custom_fields.reference_value",
    "custom_fields.reference_value.name", "custom_fields.resource_subtype", "custom_type",
    "custom_type.name", "custom_type_status_option", "custom_type_status_option.name",
    "dependencies", "dependents", "due_at", "due_on", "external", "external.data", "followers",
    "followers.name", "gid", "hearted", "hearts", "hearts.user", "hearts.user.name",
    "html_notes", "is_rendered_as_separator", "liked", "likes", "likes.user", "likes.user.name",
    "memberships", "memberships.project", "memberships.project.name", "memberships.section",
    "memberships.section.name", "modified_at", "name", "notes", "num_hearts", "num_likes",
    "num_subtasks", "parent", "parent.created_by", "parent.name", "parent.resource_subtype",
    "permalink_url", "projects", "projects.name", "resource_subtype", "resource_type",
    "start_at", "start_on", "tags", "tags.name", "workspace", "workspace.name", _CustomFields,
]

TaskTemplateField = Literal[
    "created_at", "created_by", "gid", "name", "project", "resource_type", "template",
]

TeamField = Literal[
    "custom_field_settings", "description", "edit_team_name_or_description_access_level",
    "edit_team_visibility_or_trash_team_access_level", "endorsed", "gid",
    "guest_invite_management_access_level", "html_description",
    "join_request_management_access_level", "member_invite_management_access_level", "name",
    "organization", "organization.name", "permalink_url", "resource_type",
    "team_content_management_access_level", "team_member_removal_access_level", "visibility",
    _CustomFieldSettings,
]

TeamMembershipField = Literal[
    "gid", "is_admin", "is_guest", "is_limited_access", "resource_type", "team", "team.name",
    "user", "user.name",
]

TimePeriodField = Literal[
    "display_name", "end_on", "gid", "parent", "parent.display_name", "parent.end_on",
    "parent.period", "parent.start_on", "period", "resource_type", "start_on",
]

TimeTrackingCategoryField = Literal[
    "color", "gid", "is_archived", "name", "resource_type",
]

TimeTrackingEntryField = Literal[
    "approval_status", "attributable_to", "attributable_to.name", "billable_status",
    "categories", "categories.color", "categories.name", "created_at", "created_by",
    "created_by.name", "description", "duration_minutes", "entered_on", "gid", "resource_type",
    "task", "task.created_by", "task.name", "task.resource_subtype",
]

TimesheetApprovalStatusField = Literal[
    "approval_status", "created_at", "end_date", "gid", "resource_type", "start_date", "user",
    "user.name", "workspace", "workspace.name",
]

UserBaseField = Literal[
    "email", "gid", "name", "photo", "photo.image_1024x1024", "photo.image_128x128",
    "photo.image_21x21", "photo.image_27x27", "photo.image_36x36", "photo.image_60x60",
    "resource_type",
]

UserField = Literal[
    "custom_fields", "email", "gid", "name", "photo", "photo.image_1024x1024",
    "photo.image_128x128", "photo.image_21x21", "photo.image_27x27", "photo.image_36x36",
    "photo.image_60x60", "resource_type", "workspaces", "workspaces.name", _CustomFields,
]

UserTaskListField = Literal[
    "gid", "name", "owner", "resource_type", "workspace",
]

WebhookField = Literal[
    "active", "created_at", "delivery_retry_count", "failure_deletion_timestamp", "filters",
    "filters.action", "filters.fields", "filters.resource_subtype", "gid", "last_failure_at",
    "last_failure_content", "last_success_at", "next_attempt_after", "resource", "resource.name",
    "resource_type", "target",
]

WorkspaceField = Literal[
    "email_domains", "gid", "is_organization", "name", "resource_type",
]

WorkspaceMembershipField = Literal[
    "created_at", "gid", "is_active", "is_admin", "is_guest", "is_view_only", "resource_type",
    "user", "user.name", "user_task_list", "user_task_list.name", "user_task_list.owner",
    "user_task_list.workspace", "vacation_dates", "vacation_dates.end_on",
    "vacation_dates.start_on", "workspace", "workspace.name",
]
