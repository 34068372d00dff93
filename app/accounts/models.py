"""Who pays and who signs in: accounts, users, their sessions, invitations and API keys."""

from tortoise import fields

from app.kit import clock, ids
from app.vocabulary import AccountType, Role
from tenancy import EnumField, GlobalModel, JsonField, UnixMillisField


class Account(GlobalModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    name = fields.TextField()
    type = EnumField(AccountType)
    owner_id = fields.CharField(max_length=36, null=True)
    created_at = UnixMillisField(default=clock.now)
    updated_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "accounts"


class User(GlobalModel):
    """`email` is kept in lower case; `password_hash` is NULL for people who sign in elsewhere."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    account_id = fields.CharField(max_length=36)
    email = fields.CharField(max_length=254, unique=True)
    name = fields.TextField(null=True)
    role = EnumField(Role)
    password_hash = fields.TextField(null=True)
    created_at = UnixMillisField(default=clock.now)
    last_login_at = UnixMillisField(null=True)

    class Meta:
        table = "users"
        indexes = (("account_id", "id"),)


class Session(GlobalModel):
    """A signed-in browser or script. Only the SHA-256 of its token is kept."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    user_id = fields.CharField(max_length=36, db_index=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    created_at = UnixMillisField(default=clock.now)
    expires_at = UnixMillisField(db_index=True)
    revoked_at = UnixMillisField(null=True)

    class Meta:
        table = "sessions"


class Invitation(GlobalModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    account_id = fields.CharField(max_length=36, db_index=True)
    email = fields.CharField(max_length=254)
    name = fields.TextField(null=True)
    role = EnumField(Role)
    client_ids = JsonField(default=list)
    token_hash = fields.CharField(max_length=64, unique=True)
    invited_by = fields.CharField(max_length=36)
    created_at = UnixMillisField(default=clock.now)
    expires_at = UnixMillisField()
    accepted_at = UnixMillisField(null=True)

    class Meta:
        table = "invitations"


class ApiKey(GlobalModel):
    """Speaks for the person who made it, with that person's rights. `prefix` is what people recognise it by."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    account_id = fields.CharField(max_length=36)
    created_by = fields.CharField(max_length=36)
    name = fields.TextField()
    prefix = fields.CharField(max_length=16)
    secret_hash = fields.CharField(max_length=64, unique=True)
    created_at = UnixMillisField(default=clock.now)
    last_used_at = UnixMillisField(null=True)
    revoked_at = UnixMillisField(null=True)

    class Meta:
        table = "api_keys"
        indexes = (("account_id", "id"),)
